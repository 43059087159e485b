import Testing
import Trials
import Workflows

/// Every moment at which an application can be interrupted, one by one.
@Suite struct InterruptionTests {
  typealias World = InstallationWorld

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let before: World.Before
    let text: String
    let confirmation: Duration?
  }

  static let cases: [Case] = World.Before.allCases.flatMap { before in
    [
      Case(testDescription: "passing, \(before)", before: before, text: World.good, confirmation: nil),
      Case(testDescription: "failing, \(before)", before: before, text: World.bad, confirmation: nil),
      Case(testDescription: "waiting, \(before)", before: before, text: World.good, confirmation: .seconds(60)),
      Case(testDescription: "giving files away, \(before)", before: before, text: World.giving, confirmation: nil),
    ]
  }

  /// A world in which an application was interrupted after so many steps; nil where it has fewer.
  static func interrupted(_ example: Case, after steps: Int) async throws -> World? {
    let world = try World(example.before)
    world.fuse.burn(after: steps)
    let isDone = (try? await world.apply(example.text, confirmation: example.confirmation)) != nil
    world.fuse.replace()
    return isDone ? nil : world
  }

  @Test(arguments: cases) func aKilledCinchLeavesTheUnitWholeAndRunning(_ example: Case) async throws {
    let owners = try World(example.before).owners
    var steps = 0
    while let world = try await Self.interrupted(example, after: steps) {
      try world.control.fire()
      #expect(world.control.now.isActive, "after \(steps) steps")
      #expect(world.leftovers == [:], "after \(steps) steps")
      let current = try world.installation.current()
      #expect(world.control.now.running == current, "after \(steps) steps it runs under what is installed")
      // What was already installed is known to be Cinch's, and nothing that was left is in the way of the next one.
      if current == example.text { try await world.installation.undo(limit: World.limit) }
      #expect(Self.effective(world.etc) == Self.effective(world.original), "after \(steps) steps")
      _ = try await world.apply(World.good)
      #expect(try world.installation.current() == World.good)
      try await world.installation.undo(limit: World.limit)
      #expect(world.etc == world.original, "after \(steps) steps")
      #expect(world.owners == owners, "after \(steps) steps")
      steps += 1
    }
    #expect(steps > 10)
  }

  @Test(arguments: cases) func aPowerCutLeavesTheOldDropInOrTheNewOne(_ example: Case) async throws {
    var steps = 0
    while let world = try await Self.interrupted(example, after: steps) {
      for survivors in 0...world.disk.pendingChanges {
        for stateSurvivors in 0...world.state.pendingChanges {
          for unwritten in SimulatedDisk.Unwritten.allCases {
            let rebooted = try world.rebooted(
              survivors: survivors, stateSurvivors: stateSurvivors, unwritten: unwritten)
            try await Self.expectWhole(
              rebooted, example, "\(steps) steps, \(survivors), \(stateSurvivors), \(unwritten)")
          }
        }
      }
      steps += 1
    }
    #expect(steps > 10)
  }

  @Test(arguments: World.Before.allCases) func anUndoThatWasInterruptedIsDoneByTheNext(_ before: World.Before)
    async throws
  {
    var steps = 0
    var isDone = false
    while !isDone {
      let world = try World(before)
      _ = try await world.apply(World.giving)
      world.fuse.burn(after: steps)
      isDone = (try? await world.installation.undo(limit: World.limit)) != nil
      world.fuse.replace()
      if !isDone { try? await world.installation.undo(limit: World.limit) }
      #expect(world.etc == world.original, "after \(steps) steps")
      #expect(world.control.now.running == (try world.installation.current()), "after \(steps) steps")
      #expect(world.owners == (try World(before).owners), "after \(steps) steps")
      #expect(world.control.now.isActive)
      steps += 1
    }
    #expect(steps > 5)
  }

  private static func expectWhole(_ world: World, _ example: Case, _ moment: Comment) async throws {
    #expect(world.control.now.isActive, moment)
    let current = try world.installation.current()
    #expect(world.control.now.running == current, moment)
    if current == example.text { try await world.installation.undo(limit: World.limit) }
    #expect(Self.effective(world.etc) == Self.effective(world.original), moment)
  }

  /// What systemd would read: not temporary files, and not a directory that was made for a file that did not come to be.
  private static func effective(_ files: [String: String]) -> [String: String] {
    files.filter { !$0.key.hasSuffix(".new") && $0.key != World.place.directory }
  }

  @Test(arguments: World.Before.allCases) func aFullDiskAtAnyMomentChangesNothing(_ before: World.Before) async throws {
    for isState in [false, true] {
      for moment in 0..<20 {
        let world = try World(before)
        let running = world.control.now.running
        (isState ? world.state : world.disk).fill(after: moment)
        do {
          _ = try await world.apply(World.good)
          #expect(try world.installation.current() == World.good)
        } catch {
          #expect(error is DiskError)
          #expect(world.etc == world.original, "full at \(moment)")
          #expect(world.leftovers == [:], "full at \(moment)")
          #expect(world.control.now.running == running)
          #expect(world.control.now.isActive)
          #expect(world.control.armed == [])
        }
      }
    }
  }
}
