import Testing

@testable import Sandboxing

/// What a user is given so that it needs no capability.
@Suite struct OwnedPathsTests {
  private static func context(own: [String: BusValue] = [:]) -> ServiceContext {
    ServiceContexts.context(own: own) {
      $0.user = "www-data"
      $0.group = "www-data"
      $0.lackedDirectories = ["/var/lib/nginx", "/run/nginx", "/var/log/nginx"]
      $0.lackedFiles = ["/run/nginx.pid"]
    }
  }

  @Test func directoriesAndFilesAreTheUsersWhereItStartsAsThat() {
    let text = Rendering(of: sandbox("User=www-data"), on: Self.context()).dropIn()
    #expect(text.contains("\nStateDirectory=nginx\n"))
    #expect(text.contains("\nRuntimeDirectory=nginx\n"))
    #expect(text.contains("\nLogsDirectory=nginx\n"))
    #expect(!text.contains("CacheDirectory="))
    #expect(text.contains("\nExecStartPre=+/usr/bin/touch /run/nginx.pid\n"))
    #expect(text.contains("\nExecStartPre=+/usr/bin/chown --no-dereference www-data:www-data /run/nginx.pid\n"))
  }

  @Test(arguments: [("User=www-data", true), ("PrivateTmp=yes", false)])
  func groupsComeWithTheUserWhoLacksThem(restrictions: String, isGiven: Bool) {
    let context = ServiceContexts.context(own: ["SupplementaryGroups": .strings(["web"])]) {
      $0.user = "www-data"
      $0.lackedGroups = ["ssl-cert"]
    }
    let lines = Rendering(of: sandbox(restrictions), on: context).dropIn().split(separator: "\n")
    let added = lines.filter { $0.hasPrefix("SupplementaryGroups=") }
    #expect(added == (isGiven ? ["SupplementaryGroups=ssl-cert"] : []))
  }

  @Test(arguments: ["", "DynamicUser=yes", "PrivateTmp=yes"])
  func nothingIsGivenToWhoDoesNotStartAsThatUser(restrictions: String) {
    let properties = Rendering(of: sandbox(restrictions), on: Self.context()).properties.map(\.name)
    #expect(Set(properties).isDisjoint(with: OwnedPaths.names.union(["ExecStartPreEx"])))
  }

  @Test func whatTheUnitHasStaysAndComesAfter() throws {
    let own: [String: BusValue] = [
      "StateDirectory": .strings(["web"]),
      "ExecStartPreEx": .array(
        element: "(sasasttttuii)",
        [
          .structure([
            .string("/usr/sbin/nginx"), .strings(["/usr/sbin/nginx", "-g", "a; \"b\" c%"]),
            .strings(["ignore-failure"]),
          ])
        ]),
    ]
    let rendering = Rendering(of: sandbox("User=www-data"), on: Self.context(own: own))
    let properties = Dictionary(uniqueKeysWithValues: rendering.properties.map { ($0.name, $0.value) })
    #expect(properties["StateDirectory"] == .strings(["web", "nginx"]))
    let commands = try #require(properties["ExecStartPreEx"]?.elements)
    #expect(commands.count == 3)
    #expect(
      commands.last
        == .structure([
          .string("/usr/sbin/nginx"), .strings(["/usr/sbin/nginx", "-g", "a; \"b\" c%"]), .strings(["ignore-failure"]),
        ]))
    let lines = rendering.dropIn().split(separator: "\n").filter { $0.hasPrefix("ExecStartPre=") }
    #expect(lines.first == "ExecStartPre=")
    #expect(lines.last == "ExecStartPre=-/usr/sbin/nginx -g \"a; \\\"b\\\" c%%\"")
  }
}
