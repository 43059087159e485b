import Testing

@testable import Sandboxing

@Suite struct CatalogueTests {
  private let newest = ServiceContexts.platform(systemd: 262)

  @Test(arguments: Catalogue.directives.map(\.name))
  func everyEntryIsComplete(name: String) throws {
    let directive = try #require(Catalogue.directive(name))
    for text in [directive.why, directive.blindSpot].compactMap({ $0 }) {
      #expect(!text.isEmpty && !text.contains("\n") && !text.hasSuffix("."), "\(text)")
    }
    for rung in directive.rungs {
      #expect((200...262).contains(rung.since))
      #expect(rung.act != nil)
    }
    for cause in directive.brings { #expect(Catalogue.directive(cause.directive) != nil) }
  }

  @Test func namesAreUnique() {
    let names = Catalogue.directives.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Set(names).isDisjoint(with: Catalogue.leftOut.map(\.name)))
  }

  /// The rows of `systemd-analyze security` (252), by directive. Nothing that changes the score may be missing.
  @Test(arguments: [
    "User", "DynamicUser", "SupplementaryGroups", "PrivateDevices", "PrivateMounts", "PrivateNetwork", "PrivateTmp",
    "PrivateUsers", "ProtectControlGroups", "ProtectKernelModules", "ProtectKernelTunables", "ProtectKernelLogs",
    "ProtectClock", "ProtectHome", "ProtectHostname", "ProtectSystem", "RootDirectory", "RootImage",
    "LockPersonality", "MemoryDenyWriteExecute", "NoNewPrivileges", "CapabilityBoundingSet", "UMask", "KeyringMode",
    "ProtectProc", "ProcSubset", "NotifyAccess", "RemoveIPC", "Delegate", "RestrictRealtime", "RestrictSUIDSGID",
    "RestrictNamespaces", "RestrictAddressFamilies", "SystemCallArchitectures", "SystemCallFilter", "IPAddressDeny",
    "DeviceAllow", "AmbientCapabilities",
  ])
  func whatIsScoredIsKnown(name: String) {
    #expect(Catalogue.directive(name) != nil || Catalogue.leftOut.contains { $0.name == name })
  }

  @Test(arguments: Catalogue.directives.filter { !$0.rungs.isEmpty && $0.name != "ProtectControlGroups" }.map(\.name))
  func aHigherRungHasWhatTheLowerOnesHave(name: String) throws {
    let rungs = try #require(Catalogue.directive(name)).rungs
    for (lower, higher) in zip(rungs, rungs.dropFirst()) {
      #expect(Set(lower.effects(on: newest)).isStrictSubset(of: higher.effects(on: newest)))
    }
  }

  @Test func aStrictControlGroupIsBothPrivateAndReadOnly() throws {
    let effects = Dictionary(
      uniqueKeysWithValues: try #require(Catalogue.directive("ProtectControlGroups")).rungs.map {
        ($0.value, Set($0.effects(on: newest)))
      })
    #expect(effects["strict"] == effects["yes"]?.union(effects["private"] ?? []))
    #expect(effects["yes"]?.isDisjoint(with: effects["private"] ?? []) == true)
  }
}
