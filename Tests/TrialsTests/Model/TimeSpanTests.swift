import Testing
import Trials

@Suite struct TimeSpanTests {
  static let spans: [(text: String, duration: Duration)] = [
    ("30", .seconds(30)), ("30s", .seconds(30)), ("300ms", .milliseconds(300)), ("1min 30s", .seconds(90)),
    ("1.5 s", .milliseconds(1500)), ("2h", .seconds(7200)), ("7us", .microseconds(7)),
  ]

  @Test(arguments: spans) func areReadAsSystemdReadsThem(_ text: String, _ duration: Duration) {
    #expect(Duration(timeSpan: text) == duration)
    #expect(Duration(timeSpan: duration.timeSpan) == duration)
  }

  @Test(arguments: ["", " ", "s", "-1", "1 fortnight", "5s;", "1e9h", "١s", "..", "9999h"])
  func everythingElseIsNone(_ text: String) {
    #expect(Duration(timeSpan: text) == nil)
  }
}
