import Sandboxing
import Testing
import Uses

extension SourceTests {
  /// Services that look like one of the above, of which the same source says nothing.
  static let strangers = [
    Case(
      name: "one that signals nobody, though it becomes others",
      restriction: Restriction("CapabilityBoundingSet", "~CAP_KILL"), reason: "",
      properties: ["ExecStart": start("/usr/sbin/d")], programs: ["/usr/sbin/d": "/usr/bin/mount"],
      needed: [Use(.capability, "CAP_SETUID"), Use(.capability, "CAP_SETGID")]),
    Case(
      name: "one that others start as an ordinary user, which serves no port that it could not before",
      restriction: Restriction("CapabilityBoundingSet", "~CAP_NET_BIND_SERVICE"), reason: "",
      properties: ["ExecStart": start("/usr/sbin/d")], programs: ["/usr/sbin/d": "/usr/bin/ss"],
      runtime: runtime { ($0.observation.boundPorts, $0.observation.user) = (["tcp:8080"], "d") }, becomesUser: true),
    Case(
      name: "one that runs programs of others, whose directories inherit their group all the same",
      restriction: Restriction("RestrictSUIDSGID", "yes"), reason: "",
      properties: ["ExecStart": start("/usr/sbin/php-fpm8.2")], files: ["/usr/sbin/php-fpm8.2": ""]),
  ]

  @Test(arguments: strangers) func `what nobody knows of is kept`(_ example: Case) throws {
    #expect(try judgement(of: example, margin: .usual).kept == Sandbox([example.restriction]))
  }
}
