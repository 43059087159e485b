import Foundation
import Testing
import Trials

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
