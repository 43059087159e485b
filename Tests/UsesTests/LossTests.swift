import Sandboxing
import Testing
import Uses

@Suite("What a service could lose")
struct LossTests {
  private static let context = ServiceContext(platform: SourceTests.platform, observed: observation)
  private static var observation: Observation {
    var observation = Observation()
    observation.writtenDirectories = ["/var/lib/a", "/var/log/a"]
    return observation
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let uses: [Use]
    let restrictions: [Restriction]
    /// The restrictions of each loss.
    let losses: [[Restriction]]
  }

  private static let strict = Restriction("ReadWritePaths", "~/var/lib/a")
  private static let logs = Restriction("ReadWritePaths", "~/var/log/a")
  private static let chown = Restriction("SystemCallFilter", "~@chown")
  private static let privileged = Restriction("SystemCallFilter", "~@privileged")
  private static let network = Restriction("PrivateNetwork", "yes")
  private static let inet6 = Restriction("RestrictAddressFamilies", "~AF_INET6")
  private static let rename = Restriction("ProtectHostname", "yes")

  @Test(
    "is each use, by what takes least besides",
    arguments: [
      Case(
        testDescription: "each path by itself",
        uses: [Use(.writtenPath, "/var/lib/a"), Use(.writtenPath, "/var/log/a")],
        restrictions: [strict, logs], losses: [[strict], [logs]]),
      Case(
        testDescription: "calls by their smallest group, together",
        uses: [Use(.systemCall, "chown"), Use(.systemCall, "fchown"), Use(.systemCall, "capset")],
        restrictions: [privileged, chown], losses: [[privileged], [chown]]),
      Case(
        testDescription: "a family by its own name, not by ports",
        uses: [Use(.port, "tcp:80"), Use(.addressFamily, "AF_INET6")], restrictions: [network, inet6],
        losses: [[network], [inet6]]),
      Case(
        testDescription: "nothing where nothing denies it", uses: [Use(.port, "tcp:80")], restrictions: [rename],
        losses: []),
    ])
  func losses(this: Case) {
    let losses = Loss.all(of: this.uses, by: this.restrictions, on: Self.context)
    #expect(losses.map(\.restrictions) == this.losses, "\(losses.map(\.phrase))")
    #expect(losses.allSatisfy { !$0.phrase.isEmpty && !$0.probe.isEmpty })
  }
}
