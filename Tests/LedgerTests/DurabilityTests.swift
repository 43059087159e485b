import Foundation
import Ledger
import Testing

@Suite struct DurabilityTests {
  let scratch: ScratchDirectory

  init() throws { scratch = try ScratchDirectory() }

  @Test func aKilledWriterLosesNothingItWasToldIsWritten() async throws {
    // The process that is to be killed captures nothing; it inherits the environment.
    setenv("CINCH_TEST_KILLED_WRITER", scratch.path, 1)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let path = try #require(ProcessInfo.processInfo.environment["CINCH_TEST_KILLED_WRITER"])
      let ledger = try Ledger(in: path)
      let run = try ledger.begin(.sample())
      for _ in 0..<5 { try ledger.append(.failed, to: run.id) }
      kill(getpid(), SIGKILL)
    }
    let ledger = try Ledger(in: scratch.path)
    let left = try #require(try ledger.unfinished(like: .sample()))
    #expect(try ledger.trials(of: left.id).map(\.entry) == Array(repeating: .failed, count: 5))
    #expect(try ledger.append(.passed, to: left.id).number == 6)
  }

  @Test func aReaderSeesTheRowsOfARunThatIsStillWriting() throws {
    let writer = try Ledger(in: scratch.path)
    let run = try writer.begin(.sample())
    let reader = try Ledger(in: scratch.path)
    try writer.append(.passed, to: run.id)
    #expect(try reader.trials(of: run.id).map(\.entry) == [.passed])
  }

  @Test(.enabled(if: geteuid() == 0, "mounting a small file system needs root"))
  func aFullDiskIsSaidAndWhatWasWrittenStays() throws {
    let disk = scratch.path + "/small"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
    try #require(mount("tmpfs", disk, "tmpfs", 0, "size=192k,mode=700") == 0)
    defer { umount2(disk, Int32(MNT_DETACH)) }

    let ledger = try Ledger(in: disk)
    let run = try ledger.begin(.sample())
    var written = 0
    let error = #expect(throws: LedgerError.self) {
      while written < 10_000 {
        try ledger.append(.failed, to: run.id)
        written += 1
      }
    }
    #expect(error == .full(path: ledger.path))
    #expect(try ledger.trials(of: run.id).count == written)
  }
}
