import Sandboxing
import Testing

@Suite("The corpus of real daemons")
struct CorpusTests {
  static let daemons = [
    "accounts-daemon", "borg", "chrony", "dnsmasq", "mosquitto", "nginx", "php-fpm", "postgresql", "redis", "tomcat",
  ]

  @Test("holds a readable manifest for each daemon, and no other")
  func readable() {
    #expect(CorpusFile.all.keys.sorted() == Self.daemons)
  }

  @Test("names one service after its file, with a unit and a probe", arguments: daemons)
  func oneService(daemon: String) throws {
    let services = try #require(CorpusFile.all[daemon]).services
    #expect(services.map(\.name) == [daemon])
    #expect(services.allSatisfy { $0.unit.hasSuffix(".service") && !$0.health.isEmpty && !$0.packages.isEmpty })
  }

  @Test("asks for an exposure on systemd's scale, and knows conditions the scripts know", arguments: daemons)
  func expectations(daemon: String) throws {
    let expect = try #require(CorpusFile.all[daemon]?.services.first).expect
    #expect(0.0...10.0 ~= expect.exposure)
    #expect(!expect.hard.isEmpty)
    #expect(Set((expect.hardUnless ?? [:]).keys).isSubset(of: ["own-user", "writable-paths", "lab"]))
  }

  @Test("has a reference sandbox that holds nothing it calls hard", arguments: daemons)
  func reference(daemon: String) throws {
    let expect = try #require(CorpusFile.all[daemon]?.services.first).expect
    let written = Set(expect.reference.compactMap { Restriction(parsing: $0) })
    #expect(written.isDisjoint(with: expect.hard))
  }
}
