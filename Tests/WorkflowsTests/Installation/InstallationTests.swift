import Linux
import Sandboxing
import Systemd
import Testing
import Trials
import Workflows

@Suite struct InstallationTests {
  typealias World = InstallationWorld
  static let unhealthy = Verdict.failed(Evidence(phase: .health(1), reason: "the probe said unhealthy"))

  @Test(arguments: World.Before.allCases) func aSandboxThatPassesIsInstalledAndUndone(_ before: World.Before)
    async throws
  {
    let world = try World(before)
    let outcome = try await world.apply(World.good)
    guard case .installed([]) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(try world.installation.current() == World.good)
    #expect(world.control.now.running == World.good)
    #expect(world.control.armed == [])
    #expect(world.leftovers == [:])

    try await world.installation.undo(limit: World.limit)
    #expect(world.etc == world.original)
    #expect(world.control.now.isActive)
    #expect(world.control.now.running == (try world.installation.current()))
  }

  @Test(arguments: World.Before.allCases) func aServiceThatDoesNotStartIsPutBack(_ before: World.Before) async throws {
    let world = try World(before)
    let running = world.control.now.running
    guard case .takenBack(.failed(let evidence)) = try await world.apply(World.bad) else {
      Issue.record("a broken service was believed")
      return
    }
    #expect(evidence.phase == .start)
    #expect(world.etc == world.original)
    #expect(world.leftovers == [:])
    #expect(world.control.now.isActive)
    #expect(world.control.now.running == running)
    #expect(world.control.armed == [])
  }

  @Test func aServiceThatFailsItsCheckIsPutBack() async throws {
    let world = try World(.anotherDropIn)
    guard case .takenBack(Self.unhealthy) = try await world.apply(World.good, verdict: Self.unhealthy) else {
      Issue.record("an unhealthy service was believed")
      return
    }
    #expect(world.etc == world.original)
    #expect(world.control.now.running == nil)
    #expect(world.control.now.isActive)
  }

  @Test func aServiceThatWasDownIsDownAgain() async throws {
    let world = try World(.nothing, isActive: false)
    _ = try await world.apply(World.good)
    #expect(!world.control.now.isActive)
    _ = try await world.apply(World.bad)
    #expect(!world.control.now.isActive)
    #expect(try world.installation.current() == World.good)
  }

  @Test func filesAreGivenAwayOnlyWhereThatIsAskedForAndComeBack() async throws {
    let world = try World(.nothing)
    let owners = world.owners
    await #expect(
      throws: InstallationError.changesOwners(
        unit: "nginx.service", of: ["/var/log/own"], to: "nobody:65534", number: 4)
    ) {
      try await world.apply(World.giving, consent: [])
    }
    #expect(world.owners == owners)
    #expect(world.leftovers == [:])

    _ = try await world.apply(World.giving)
    #expect(world.owners.allSatisfy { $0.hasSuffix(" 65534:65534") })
    try await world.installation.undo(limit: World.limit)
    #expect(world.owners == owners)

    _ = try await world.apply(World.giving + "BREAK=yes\n")
    #expect(world.owners == owners)
  }

  @Test func eachApplicationIsUndoneByItself() async throws {
    let world = try World(.anOlderSandbox)
    let second = World.good + "PrivateTmp=yes\n"
    _ = try await world.apply(World.good)
    let first = world.etc
    _ = try await world.apply(second)
    try await world.installation.undo(limit: World.limit)
    #expect(world.etc == first)
    try await world.installation.undo(limit: World.limit)
    #expect(world.etc == world.original)
    await #expect(throws: InstallationError.nothingToUndo(unit: "nginx.service")) {
      try await world.installation.undo(limit: World.limit)
    }
  }

  @Test func aNewSandboxIsWrittenForTheUnitWithoutTheOldOne() async throws {
    let world = try World(.anOlderSandbox)
    let outcome = try await world.installation.apply(limit: World.limit) { properties in
      #expect(properties["Loaded"] == .string(""))
      return World.good
    } check: {
      .passed
    }
    guard case .installed = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(try world.installation.current() == World.good)
  }

  @Test func applyingTheSameAgainChangesNothing() async throws {
    let world = try World(.nothing)
    _ = try await world.apply(World.good)
    let first = world.etc
    _ = try await world.apply(World.good)
    #expect(world.etc == first)
    try await world.installation.undo(limit: World.limit)
    #expect(world.etc == world.original)
  }

  @Test func anEditedDropInIsNotLost() async throws {
    let world = try World(.nothing)
    _ = try await world.apply(World.good)
    let edited = Array("[Service]\n# mine now\n".utf8)
    try world.disk.write(edited, to: World.place.file, attributes: FileAttributes(mode: 0o644))
    await #expect(throws: InstallationError.edited(file: World.place.file)) {
      try await world.installation.undo(limit: World.limit)
    }
    #expect(try world.disk.contents(of: World.place.file) == edited)
    try await world.installation.undo(force: true, limit: World.limit)
    #expect(world.etc == world.original)
  }

  @Test func aDirectoryThatSomebodyUsesStays() async throws {
    let world = try World(.nothing)
    _ = try await world.apply(World.good)
    let other = World.place.directory + "/70-mine.conf"
    try world.disk.create(other, holding: [], attributes: FileAttributes(mode: 0o644))
    try await world.installation.undo(limit: World.limit)
    #expect(try world.disk.status(of: other) != nil)
    #expect(try world.disk.status(of: World.place.file) == nil)
  }

  @Test(arguments: [
    ("not-found", InstallationError.noSuchUnit("nginx.service")),
    ("masked", .unusable(unit: "nginx.service", state: "masked")),
  ])
  func aUnitThatCannotBeStartedIsLeftAlone(_ state: String, _ expected: InstallationError) async throws {
    let world = try World(.anotherDropIn)
    world.control.set { $0.loadState = state }
    await #expect(throws: expected) { _ = try await world.apply(World.good) }
    #expect(world.etc == world.original)
    #expect(world.control.armed == [])
  }

  @Test func aLaterDropInIsNamed() async throws {
    let world = try World(.nothing)
    let later = World.place.directory + "/90-later.conf"
    try world.disk.makeDirectory(World.place.directory, mode: 0o755)
    let text = "[Unit]\nProtectSystem=no\n[Service]\n # PrivateTmp=no\nNice=1\nProtectSystem = no\n"
    try world.disk.create(later, holding: Array(text.utf8), attributes: FileAttributes(mode: 0o644))
    let paths = [World.place.directory + "/50-mine.conf", World.place.provisionalFile, later]
    world.control.set { $0.dropInPaths = paths }
    guard case .installed(let overrides) = try await world.apply(World.good) else {
      Issue.record("not installed")
      return
    }
    #expect(overrides == [Override(directive: "ProtectSystem", file: later)])
  }
}

@Suite struct ConfirmationTests {
  typealias World = InstallationWorld

  @Test(arguments: World.Before.allCases) func withoutConfirmationTheDeadlineTakesItBack(_ before: World.Before)
    async throws
  {
    let world = try World(before)
    let running = world.control.now.running
    guard case .awaitingConfirmation = try await world.apply(World.good, confirmation: .seconds(120)) else {
      Issue.record("it does not wait")
      return
    }
    #expect(world.etc == world.original, "nothing is installed for good before it is confirmed")
    #expect(world.control.now.running == World.good)
    #expect(world.control.armed == ["cinch-guard-nginx.service-confirm.timer"])

    try world.control.fire()
    #expect(world.leftovers == [:])
    #expect(world.control.now.running == running)
    await #expect(throws: InstallationError.nothingToConfirm(unit: "nginx.service")) {
      try await world.installation.confirm()
    }
  }

  @Test func aConfirmedSandboxStays() async throws {
    let world = try World(.anotherDropIn)
    _ = try await world.apply(World.good, confirmation: .seconds(120))
    try await world.installation.confirm()
    #expect(try world.installation.current() == World.good)
    #expect(world.control.armed == [])
    #expect(world.leftovers == [:])
    try await world.installation.undo(limit: World.limit)
    #expect(world.etc == world.original)
  }

  @Test(arguments: World.Before.allCases) func confirmationAndDeadlineExcludeEachOther(_ before: World.Before)
    async throws
  {
    for moment in 0..<40 {
      let world = try World(before)
      let running = world.control.now.running
      _ = try await world.apply(World.good, confirmation: .seconds(120))
      // The deadline passes between two steps of the confirmation.
      world.fuse.after(moment) { [control = world.control] in try? control.fire() }
      do {
        try await world.installation.confirm()
        #expect(try world.installation.current() == World.good, "at \(moment)")
        #expect(world.control.now.running == World.good, "at \(moment)")
      } catch InstallationError.nothingToConfirm {
        #expect(world.etc == world.original, "at \(moment)")
        #expect(world.control.now.running == running, "at \(moment)")
      }
      #expect(world.leftovers == [:], "at \(moment)")
      #expect(world.control.armed == [], "at \(moment)")
    }
  }

  @Test func whatWaitsCanBeUndoneAtOnce() async throws {
    let world = try World(.anOlderSandbox)
    let running = world.control.now.running
    _ = try await world.apply(World.good, confirmation: .seconds(120))
    try await world.installation.undo(limit: World.limit)
    #expect(world.control.now.running == running)
    #expect(world.control.armed == [])
    #expect(world.leftovers == [:])
  }

  @Test func whileOneWaitsAnotherIsRefused() async throws {
    let world = try World(.nothing)
    _ = try await world.apply(World.good, confirmation: .seconds(120))
    await #expect(throws: InstallationError.unconfirmed(unit: "nginx.service")) {
      _ = try await world.apply(World.good)
    }
    #expect(world.control.armed == ["cinch-guard-nginx.service-confirm.timer"], "the first one's guard must stay")
  }
}
