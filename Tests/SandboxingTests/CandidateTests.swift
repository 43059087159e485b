import Testing

@testable import Sandboxing

@Suite struct CandidateTests {
  /// Everything that could be observed, so that every kind of restriction is there.
  static let everything = ServiceContexts.context { observed in
    observed.writtenDirectories = ["/run", "/var/log/nginx", "/tmp/nginx"]
    observed.executedDirectories = ["/usr/lib", "/usr/sbin"]
    observed.readDirectories = ["/etc/nginx", "/usr"]
    observed.boundPorts = ["tcp:80"]
    observed.addresses = ["localhost"]
    observed.devices = ["/dev/fuse"]
    observed.directories = ["/srv", "/srv/www", "/srv/ftp"]
    observed.user = "www-data"
  }

  static func scope(_ change: (inout Scope) -> Void) -> Scope {
    var scope = Scope()
    change(&scope)
    return scope
  }

  static let scopes = [
    scope { _ in }, scope { $0.fileSystem = .allowList }, scope { $0.depth = .syscalls },
    scope {
      $0.depth = .syscalls
      $0.keepsSiblings = false
      $0.killsOnDeniedCall = true
    },
  ]

  @Test(arguments: scopes)
  func eachIsThereOnceAndTakesSomethingAway(scope: Scope) {
    let candidates = Catalogue.candidates(on: Self.everything, scope: scope)
    #expect(Set(candidates.map(\.restriction)).count == candidates.count)
    for candidate in candidates { #expect(!candidate.effects.isEmpty, "\(candidate.restriction)") }
  }

  /// The order in which a search needs them: nothing comes after a restriction of the same directive that contains it,
  /// except inside its group. `none` comes last of its directive on purpose: its members settle it for free.
  @Test(arguments: [
    "ProtectSystem", "ProtectHome", "UMask", "ProtectProc", "PrivateUsers", "PrivateTmp", "NotifyAccess",
  ])
  func lowerRungsComeBeforeHigherOnes(directive: String) {
    let rungs = Catalogue.candidates(on: Self.everything).filter { $0.restriction.directive == directive }
    #expect(rungs.count > 1)
    for (lower, higher) in zip(rungs, rungs.dropFirst()) {
      #expect(lower.effects.isStrictSubset(of: higher.effects), "\(lower.restriction) \(higher.restriction)")
    }
  }

  /// The empty file systems that `tmpfs` puts over homes were writable before systemd 257.
  @Test(arguments: [(252, false), (257, true)])
  func emptyHomesAreReadOnlyFromSystemd257On(systemd: Int, isReadOnly: Bool) throws {
    let context = ServiceContexts.context(systemd: systemd)
    let effects = ["read-only", "tmpfs", "yes"].map {
      Catalogue.effects(of: Restriction("ProtectHome", $0), on: context)
    }
    #expect(effects[0].isSubset(of: effects[1]) == isReadOnly)
    #expect(effects[2].isSuperset(of: effects[0].union(effects[1])))
  }

  @Test(arguments: ["SystemCallFilter", "RestrictNamespaces", "InaccessiblePaths"])
  func groupsComeBeforeTheirMembers(directive: String) {
    let candidates = Catalogue.candidates(on: Self.everything, scope: Self.scope { $0.depth = .syscalls })
      .filter { $0.restriction.directive == directive }
    for (index, candidate) in candidates.enumerated() where candidate.effects.count == 1 {
      let later = candidates[(index + 1)...].filter { $0.effects.isStrictSuperset(of: candidate.effects) }
      #expect(later.isEmpty, "\(candidate.restriction) before \(later.map(\.restriction))")
    }
  }

  @Test func whatRemovesMostExposureComesFirst() {
    let names = Catalogue.candidates(on: Self.everything).map(\.restriction.description)
    let expected = [
      "SystemCallFilter=@system-service", "RestrictNamespaces=yes", "PrivateNetwork=yes", "User=www-data",
      "CapabilityBoundingSet=~CAP_SYS_ADMIN", "NoNewPrivileges=yes", "LockPersonality=yes", "ProcSubset=pid",
      "PrivateIPC=yes",
    ]
    #expect(
      expected.compactMap { names.firstIndex(of: $0) } == expected.compactMap { names.firstIndex(of: $0) }.sorted())
    #expect(names.first == "SystemCallFilter=@system-service")
    #expect(Set(expected).isSubset(of: names))
  }

  @Test func whatAnotherRestrictionTakesAwayIsTriedUnderIt() throws {
    let candidates = Catalogue.candidates(on: Self.everything)
    let strict = try #require(candidates.first { $0.restriction == Restriction("ProtectSystem", "strict") })
    let path = try #require(candidates.first { $0.restriction == Restriction("ReadWritePaths", "~/var/log/nginx") })
    #expect(path.effects.isStrictSuperset(of: strict.effects))
    #expect(!candidates.contains { $0.restriction.value == "~/tmp/nginx" }, "PrivateTmp= decides about /tmp")
  }

  struct Unsupported: CustomTestStringConvertible, Sendable {
    let version: Int
    let restrictions: Set<String>
    var testDescription: String { "systemd \(version)" }
  }

  @Test(arguments: [
    Unsupported(version: 262, restrictions: []),
    Unsupported(
      version: 257,
      restrictions: ["PrivateUsers=full", "ProtectHostname=private", "PrivateBPF=yes", "RestrictNamespaces=~time"]),
    Unsupported(
      version: 252,
      restrictions: [
        "PrivateUsers=full", "PrivateUsers=identity", "ProtectHostname=private", "PrivateBPF=yes", "PrivatePIDs=yes",
        "PrivateTmp=disconnected", "ProtectControlGroups=private", "ProtectControlGroups=strict",
        "RestrictNamespaces=~time",
      ]),
  ])
  func whatIsTooNewIsNotSupported(expected: Unsupported) {
    let candidates = Catalogue.candidates(on: ServiceContexts.context(systemd: expected.version))
    let unsupported = candidates.filter { if case .notSupported = $0.status { true } else { false } }
    #expect(Set(unsupported.map(\.restriction.description)) == expected.restrictions)
  }

  @Test func onlyDirectoriesThatTheUnitHasAreClosedToOthers() {
    func modes(_ own: [String: BusValue]) -> [String] {
      Catalogue.candidates(on: ServiceContexts.context(own: own)).map(\.restriction.description)
        .filter { $0.contains("DirectoryMode=") }
    }
    #expect(modes([:]) == [])
    #expect(modes(["StateDirectory": .strings([]), "StateDirectoryMode": .uint32(0o755)]) == [])
    #expect(
      modes(["CacheDirectory": .strings(["d"])]) == ["CacheDirectoryMode=0750", "CacheDirectoryMode=0700"])
  }

  @Test func theReasonSaysWhichVersionIsNeeded() {
    let candidates = Catalogue.candidates(on: ServiceContexts.context(systemd: 252))
    let tmp = candidates.first { $0.restriction == Restriction("PrivateTmp", "disconnected") }
    #expect(tmp?.status == .notSupported(reason: "needs systemd 257"))
  }

  struct Refused: CustomTestStringConvertible, Sendable {
    let own: [String: BusValue]
    let restriction: Restriction
    let reason: String
    var testDescription: String { "\(restriction): \(reason)" }
  }

  @Test(arguments: [
    Refused(
      own: ["Type": .string("forking")], restriction: Restriction("PrivatePIDs", "yes"),
      reason: "not with Type=forking"),
    Refused(
      own: ["Type": .string("notify"), "NotifyAccess": .string("all")],
      restriction: Restriction("NotifyAccess", "none"),
      reason: "not with Type=notify"),
    Refused(
      own: ["User": .string("redis")], restriction: Restriction("DynamicUser", "yes"),
      reason: "the service has a user of its own"),
  ])
  func whatAUnitCannotHaveIsNotTried(refused: Refused) {
    let candidates = Catalogue.candidates(on: ServiceContexts.context(own: refused.own))
    #expect(
      candidates.first { $0.restriction == refused.restriction }?.status == .notSupported(reason: refused.reason))
  }

  @Test(arguments: ["ProtectSystem=strict", "ReadWritePaths=~/run", "NoExecPaths=/", "DynamicUser=yes"])
  func whatWouldUndoAnEmptyRootIsNotTriedWithOne(restriction: String) {
    let context = ServiceContexts.context { $0.writtenDirectories = ["/run"] }
    let candidates = Catalogue.candidates(on: context, scope: Self.scope { $0.fileSystem = .allowList })
    let status = candidates.first { $0.restriction.description == restriction }?.status
    #expect(status == .notSupported(reason: "would undo TemporaryFileSystem=/"))
    #expect(candidates.first { $0.restriction.directive == "TemporaryFileSystem" }?.status == .candidate)
  }

  /// Tightening can loosen: a unit that hides everything would see it all again.
  @Test func aUnitsOwnEmptyRootIsNotUndone() {
    let mounts = BusValue.array(element: "(ss)", [.structure([.string("/"), .string("ro")])])
    let candidates = Catalogue.candidates(on: ServiceContexts.context(own: ["TemporaryFileSystem": mounts]))
    for restriction in [Restriction("ProtectSystem", "strict"), Restriction("NoExecPaths", "/")] {
      let status = candidates.first { $0.restriction == restriction }?.status
      #expect(status == .notSupported(reason: "would undo TemporaryFileSystem=/"))
    }
  }

  @Test func anEmptyRootIsNotTriedWhereTheUnitMountsPathsOfItsOwn() {
    let mount = BusValue.structure([.string("/srv/a"), .string("/srv/b"), .bool(false), .uint64(0)])
    let context = ServiceContexts.context(own: ["BindPaths": .array(element: "(ssbt)", [mount])])
    let candidates = Catalogue.candidates(on: context, scope: Self.scope { $0.fileSystem = .allowList })
    let status = candidates.first { $0.restriction.directive == "TemporaryFileSystem" }?.status
    #expect(status == .notSupported(reason: "the unit mounts paths of its own"))
    #expect(!candidates.contains { $0.restriction.directive == "BindPaths" })
  }

  @Test func anEmptyRootIsNotTriedWhereTheUnitUndoesIt() {
    let context = ServiceContexts.context(own: ["ProtectSystem": .string("strict")])
    let candidates = Catalogue.candidates(on: context, scope: Self.scope { $0.fileSystem = .allowList })
    let status = candidates.first { $0.restriction.directive == "TemporaryFileSystem" }?.status
    #expect(status == .notSupported(reason: "the unit's ProtectSystem= or NoExecPaths= undoes it"))
  }

  @Test func aServiceThatDropsToAUserIsTriedAsThatUser() {
    let names = Catalogue.candidates(on: Self.everything).filter { $0.status == .candidate }.map(
      \.restriction.description)
    #expect(names.contains("User=www-data"))
    #expect(!names.contains("DynamicUser=yes"))
  }
}
