import Dispatch
import Glibc
import Synchronization

/// What keeps a lab alive: the end of a pipe that its keeper reads. The kernel closes it when this process ends, in
/// whatever way, and the keeper then ends the lab.
final class Lifeline: Sendable {
  let keeper: Int32
  private let writer: Mutex<CInt?>
  /// The keeper's standard output, which only it holds: its end is the keeper's.
  private let reports: CInt
  private let isReaped = Mutex(false)
  private static let queue = DispatchQueue(label: "cinch.lab.keepers", attributes: .concurrent)

  init(keeper: Int32, writer: CInt, reports: CInt) {
    self.keeper = keeper
    self.writer = Mutex(writer)
    self.reports = reports
  }

  deinit {
    cut()
    // The keeper cleans up by itself; only its exit status is left to take, once it has one.
    let (keeper, reports, isReaped) = (keeper, reports, isReaped.withLock { $0 })
    Self.queue.async {
      if !isReaped { waitpid(keeper, nil, 0) }
      close(reports)
    }
  }

  /// Ends the lab. More than once is no harm.
  func cut() {
    writer.withLock { writer in
      if let descriptor = writer.take() { close(descriptor) }
    }
  }

  /// Returns when the keeper has removed everything and ended.
  func ended() async {
    await onQueue {
      self.isReaped.withLock { isReaped in
        if !isReaped { waitpid(self.keeper, nil, 0) }
        isReaped = true
      }
    }
  }

  /// The keeper's next report; nil when it has ended. A cancelled task cuts the line, which ends the wait too.
  func nextReport() async throws(LabError) -> KeeperReport? {
    let line = await withTaskCancellationHandler {
      await onQueue { LineReader(descriptor: self.reports).next() }
    } onCancel: {
      cut()
    }
    return try line.map { line throws(LabError) in try Line.decode(KeeperReport.self, from: line) }
  }

  private func onQueue<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      Self.queue.async { continuation.resume(returning: body()) }
    }
  }
}
