import Foundation
import Testing

@testable import Reports

@Suite("Checks for Prometheus")
struct PrometheusCheckTests {
  private static let nginx = CheckReport(file: "/etc/cinch/profiles/nginx.yaml", unit: "nginx.service", .failed("gone"))
  private static let odd = CheckReport(file: "/tmp/a\"b\\c.yaml", unit: "odd.service", .failed("gone"))
  private static let moment = Date(timeIntervalSince1970: 1_700_000_000)

  @Test("one verdict is 1 and the others 0, and each metric is explained once")
  func verdicts() {
    let text = PrometheusCheck(at: Self.moment).text(of: [Self.nginx])
    let labels = "unit=\"nginx.service\",profile=\"/etc/cinch/profiles/nginx.yaml\""
    for (verdict, value) in [("healthy", 0), ("broken", 0), ("undecided", 0), ("failed", 1)] {
      #expect(text.contains("cinch_check_verdict{\(labels),verdict=\"\(verdict)\"} \(value)\n"))
    }
    #expect(text.contains("cinch_check_time_seconds{\(labels)} 1700000000\n"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("# TYPE") } == 3)
  }

  @Test("what was not checked this time stays as it was, and what is gone goes")
  func keeping() {
    let before = PrometheusCheck(at: .distantPast).text(of: [Self.nginx, Self.odd])
    let after = PrometheusCheck(at: Self.moment, before: before, keeping: [Self.odd.file]).text(of: [])
    #expect(after.contains("unit=\"odd.service\",profile=\"/tmp/a\\\"b\\\\c.yaml\",verdict=\"failed\"} 1\n"))
    #expect(!after.contains("nginx"))
  }

  @Test("what is checked again replaces what the file said of it")
  func replacing() {
    let before = PrometheusCheck(at: .distantPast).text(of: [Self.nginx])
    #expect(
      PrometheusCheck(at: Self.moment, before: before).text(of: [Self.nginx])
        == PrometheusCheck(at: Self.moment).text(of: [Self.nginx]))
  }
}

@Suite("Checks for the journal")
struct JournalCheckTests {
  @Test("the message can be found by its unit, and says how the check came out")
  func fields() {
    let report = CheckReport(file: "/etc/cinch/profiles/nginx.yaml", unit: "nginx.service", .failed("it is gone"))
    let fields = Dictionary(JournalCheck().fields(of: report).map { ($0.name, $0.value) }) { first, _ in first }
    #expect(fields["CINCH_UNIT"] == "nginx.service")
    #expect(fields["CINCH_VERDICT"] == "failed")
    #expect(fields["PRIORITY"] == "3")
    #expect(fields["MESSAGE"] == "nginx.service could not be checked: it is gone")
  }
}
