import Foundation
import Systemd
import Testing
import Trials

@Suite struct PhaseTests {
  static let names: [(phase: Phase, name: String)] = [
    (.start, "start"), (.settle, "settle"), (.ready, "ready"), (.health(1), "health 1"), (.reload, "reload"),
    (.healthAfterReload(12), "health 12 after reload"), (.stop, "stop"), (.restart, "restart"),
    (.healthAfterRestart(2), "health 2 after restart"), (.finalStop, "final stop"),
    (.rehearsal(.logrotate), "rehearsal logrotate"), (.rehearsal(.killedWorker), "rehearsal killed-worker"),
  ]

  @Test(arguments: names) func isReadBackFromItsName(_ phase: Phase, _ name: String) {
    #expect(phase.description == name)
    #expect(Phase(name) == phase)
  }

  @Test(arguments: [
    "", "health", "health 0", "health -1", "health 1 after lunch", "health x", "Start", "start ", "rehearsal ",
    "rehearsal x",
  ])
  func nothingElseIsOne(_ text: String) {
    #expect(Phase(text) == nil)
  }
}

@Suite struct ProbeTests {
  static let addresses: [(text: String, probe: Probe?)] = [
    ("localhost:80", .tcp(host: "localhost", port: 80)), ("127.0.0.1:65535", .tcp(host: "127.0.0.1", port: 65535)),
    ("[::1]:443", .tcp(host: "::1", port: 443)), ("::1:443", nil), ("localhost", nil), ("localhost:", nil),
    (":80", nil), ("localhost:0", nil), ("localhost:65536", nil), ("localhost:http", nil), ("[]:80", nil),
  ]

  @Test(arguments: addresses) func anAddressIsHostAndPort(_ text: String, _ probe: Probe?) {
    #expect(Probe.tcp(parsing: text) == probe)
    if let probe { #expect(probe.description == text) }
  }

  @Test(arguments: [Probe.exec("a\nb \"c\""), .http("http://[::1]/x?y=z"), .tcp(host: "::1", port: 1)])
  func isReadBackAsItWasWritten(_ probe: Probe) throws {
    #expect(try JSONDecoder().decode(Probe.self, from: JSONEncoder().encode(probe)) == probe)
  }
}

@Suite struct ProcessExitTests {
  static let ends: [ProcessExit] =
    [0, 1, 2, 77, 99, 203, 226, 255].map(ProcessExit.exited)
    + [1, 9, 11, 31, 34, 64].flatMap { [ProcessExit.killed(signal: $0), .dumped(signal: $0)] }

  @Test(arguments: ends) func isReadBackFromTheWordsInWhichItIsShown(_ end: ProcessExit) throws {
    #expect(try JSONDecoder().decode(ProcessExit.self, from: JSONEncoder().encode(end)) == end)
  }

  @Test(arguments: ["", "exited", "exited, status=", "exited, status=x", "killed by", "killed by SIGNOTHING"])
  func nothingElseIsOne(_ text: String) throws {
    let json = try JSONEncoder().encode(text)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(ProcessExit.self, from: json) }
  }
}

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
