import Foundation
import Ledger
import Testing

@Suite struct RunLockTests {
  let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  @Test func theSecondRunIsToldWhoIsFirst() throws {
    let first = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "find")
    let error = #expect(throws: RunLockError.self) {
      _ = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "apply")
    }
    #expect(error == .taken(unit: "nginx.service", holder: "cinch find, process \(getpid())"))
    withExtendedLifetime(first) {}
  }

  @Test func anotherUnitIsFree() throws {
    let first = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "find")
    _ = try RunLock(unit: "redis.service", in: scratch.path, purpose: "find")
    withExtendedLifetime(first) {}
  }

  @Test func theLockEndsWithItsHolder() throws {
    do { _ = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "find") }
    _ = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "apply")
  }

  @Test func aProcessThatIsBeingStartedDoesNotKeepTheLock() throws {
    // Between fork and exec it shares the open file, as a duplicate does.
    var shared: Int32 = -1
    do {
      let lock = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "find")
      let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init)
      let link = { (descriptor: Int32) in
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
      }
      shared = dup(try #require(descriptors.first { link($0) == lock.path }))
    }
    defer { close(shared) }
    try #require(shared >= 0)
    _ = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "apply")
  }

  @Test func aKilledHolderLeavesTheLockFree() async throws {
    // The process that is to be killed captures nothing; it inherits the environment.
    setenv("CINCH_TEST_KILLED_HOLDER", scratch.path, 1)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let path = try #require(ProcessInfo.processInfo.environment["CINCH_TEST_KILLED_HOLDER"])
      let lock = try RunLock(unit: "nginx.service", in: path, purpose: "find")
      withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
    }
    _ = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "apply")
  }

  @Test(arguments: ["", "../escape", "a/b.service", ".hidden", "a\0b"])
  func aNameThatIsNoFileNameIsRefused(_ name: String) throws {
    #expect(throws: RunLockError.badName(name)) { _ = try RunLock(unit: name, in: scratch.path, purpose: "find") }
  }

  @Test func aPlantedLinkIsNotFollowed() throws {
    let target = scratch.path + "/precious"
    try Data("as it was".utf8).write(to: URL(fileURLWithPath: target))
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/nginx.service.lock", withDestinationPath: target)
    #expect(throws: RunLockError.self) { _ = try RunLock(unit: "nginx.service", in: scratch.path, purpose: "find") }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "as it was")
  }
}
