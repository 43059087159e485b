import Sandboxing
import Testing

@Suite("What of all that a service is known to use a restriction denies")
struct DeniedUseTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let restriction: Restriction
    let uses: [Use]
    /// What is denied of them.
    let denied: [Use]

    init(_ description: String, _ restriction: Restriction, _ uses: [Use], denied: [Use]) {
      testDescription = description
      self.restriction = restriction
      self.uses = uses
      self.denied = denied
    }
  }

  private static let rotation = Use(.writtenPath, "/var/log/app/old", from: "/etc/logrotate.d/app")
  private static let data = Use(.writtenPath, "/var/lib/app/data")
  private static let setuid = Use(.systemCall, "setuid")

  static let cases: [Case] = [
    Case(
      "a path that no list allows back", Restriction("ProtectSystem", "strict"), [rotation, data], denied: [rotation]),
    Case("a rung that does not reach it", Restriction("ProtectSystem", "full"), [rotation, data], denied: []),
    Case(
      "what the kernel's file systems hold", Restriction("ProtectSystem", "strict"), [Use(.writtenPath, "/proc/self")],
      denied: []),
    Case("a path below the one taken away", Restriction("ReadWritePaths", "~/var/lib/app"), [data], denied: [data]),
    Case("a call of a group", Restriction("SystemCallFilter", "~@setuid"), [setuid], denied: [setuid]),
    Case(
      "a capability", Restriction("CapabilityBoundingSet", "~CAP_KILL"), [Use(.capability, "CAP_CHOWN")], denied: []),
    Case(
      "a port beside those allowed back", Restriction("SocketBindDeny", "any"),
      [Use(.port, "tcp:80"), Use(.port, "tcp:443")], denied: [Use(.port, "tcp:443")]),
    Case(
      "files that others read", Restriction("UMask", "0077"), [Use(.fileMode, "0640"), Use(.fileMode, "0600")],
      denied: [Use(.fileMode, "0640")]),
    Case(
      "a device that every service has", Restriction("DevicePolicy", "closed"),
      [Use(.device, "/dev/null"), Use(.device, "/dev/fuse")], denied: [Use(.device, "/dev/fuse")]),
    Case(
      "another user", Restriction("User", "app"), [Use(.user, "app"), Use(.user, "root")], denied: [Use(.user, "root")]),
    Case(
      "the home of a user", Restriction("ProtectHome", "yes"), [Use(.readPath, "/home/u/site")],
      denied: [Use(.readPath, "/home/u/site")]),
    Case("what it only reads there", Restriction("ProtectHome", "read-only"), [Use(.readPath, "/home/u")], denied: []),
  ]

  struct Others: CustomTestStringConvertible {
    let use: Use
    let denied: [String]
    var testDescription: String { "\(use.kind) \(use.name)" }
  }

  @Test(
    "is what others use in directories of the unit",
    arguments: [
      Others(use: Use(.sharedPath, "/run/d/d.sock"), denied: ["0750", "0700"]),
      Others(use: Use(.groupPath, "/run/d/d.sock"), denied: ["0700"]),
      Others(use: Use(.sharedPath, "/run/d"), denied: ["0750", "0700"]),
      Others(use: Use(.sharedPath, "/run/other/d.sock"), denied: []),
      Others(use: Use(.sharedPath, "/var/lib/d/d.sock"), denied: []),
    ])
  func others(example: Others) {
    let context = ServiceContexts.context(
      own: ["RuntimeDirectory": .strings(["d"]), "StateDirectory": .strings(["other"])])
    for mode in ["0750", "0700"] {
      let denied = Catalogue.deniedUse(by: Restriction("RuntimeDirectoryMode", mode), of: [example.use], on: context)
      #expect(denied?.uses == (example.denied.contains(mode) ? [example.use] : nil))
    }
  }

  @Test("is not allowed back by a setting for the very path that is closed", arguments: ["/home", "/home/u"])
  func samePath(listed: String) {
    let use = Use(.writtenPath, "/home/u")
    let context = ServiceContexts.context { $0.writtenDirectories = [listed] }
    let denied = Catalogue.deniedUse(by: Restriction("ProtectHome", "read-only"), of: [use], on: context)
    #expect(denied?.uses == (listed == "/home" ? [use] : nil))
  }

  @Test("follows from its entry", arguments: cases)
  func denied(case: Case) {
    let context = ServiceContexts.context {
      $0.writtenDirectories = ["/var/lib/app"]
      $0.boundPorts = ["tcp:80"]
    }
    let denied = Catalogue.deniedUse(by: `case`.restriction, of: `case`.uses, on: context)
    #expect(denied?.uses ?? [] == `case`.denied)
    #expect(denied.map { !$0.phrase.isEmpty && !$0.probe.isEmpty } ?? true)
  }

  @Test("is told with where it is known from")
  func source() throws {
    let context = ServiceContexts.context()
    let denied = try #require(
      Catalogue.deniedUse(by: Restriction("ProtectSystem", "strict"), of: [Self.rotation], on: context))
    #expect(denied.phrase == "it wrote in /var/log/app/old (/etc/logrotate.d/app)")
    #expect(denied.probe == "a command that fails when nothing new appears in /var/log/app/old")
  }
}
