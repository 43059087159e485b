import Foundation
import Lab
import Synchronization
import Systemd
import Trials
import Workflows

/// Measures what a whole find takes beside waiting for systemd, the service and its probes: down to single system calls,
/// some 450 restrictions, one trial at a time. The service does nothing; a trial of it takes a second, as it does with
/// small web servers and databases, and few of them are needed, so that what a find does only once counts for much.
///
/// What counts is the processor time of this process, all that is between trials (planning, writing them down), and what
/// lies in both counts twice. Exit status 2 when that is more than the threshold's part of the whole time.
@main
struct OverheadBenchmark {
  /// The part of the whole time that may be Cinch's own.
  static let threshold = 0.05

  static func main() async throws {
    // The lab's own processes run cinch, which stands beside this program.
    let directory = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let state = FileManager.default.temporaryDirectory.appendingPathComponent("cinch-bench-\(getpid())")
    defer { try? FileManager.default.removeItem(at: state) }
    let provider = LabProvider(
      Lab.Configuration(executable: "\(directory)/cinch"), actProgram: "\(directory)/cinch-act")
    let registry = try RunRegistry(in: state.path, place: "lab", mode: .fresh)

    let log = TrialLog()
    let clock = ContinuousClock()
    let (begun, before) = (clock.now, processorTime())
    let result = try await FindWorkflow(request, in: provider, recordedIn: registry) { log.note($0) }.run()
    let (whole, taken) = (clock.now - begun, processorTime() - before)

    let part = (taken + log.between) / whole
    print(
      """
      restrictions    \(result.universe.candidates.count), \(result.rejections.count) rejected
      trials          \(result.effort.trials)
      whole           \(milliseconds(whole))
      processor       \(milliseconds(taken))
      between trials  \(milliseconds(log.between))
      own part        \(percent(part)), at most \(percent(threshold))
      """)
    exit(part > threshold ? 2 : 0)
  }

  private static var request: FindRequest {
    let check = HealthCheck(
      probes: [.exec("sleep 0.05 && kill -0 $CINCH_MAINPID")], settle: .milliseconds(500), reload: false)
    var request = FindRequest(service: .command(["/bin/sleep", "infinity"]), check: check)
    request.scope.depth = .syscalls
    return request
  }

  /// What all threads of this process have taken of processors.
  private static func processorTime() -> Duration {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(.zero) {
      $0 + .seconds($1.tv_sec) + .microseconds($1.tv_usec)
    }
  }

  private static func milliseconds(_ duration: Duration) -> String {
    "\(Int((duration / .milliseconds(1)).rounded())) ms"
  }
  private static func percent(_ part: Double) -> String { "\((part * 1000).rounded() / 10) %" }
}

/// Adds up the time that passes from the end of each trial of a search to the beginning of the next.
private final class TrialLog: Sendable {
  private struct Sum {
    var lastEnd: ContinuousClock.Instant?
    var between = Duration.zero
  }

  private let sum = Mutex(Sum())

  var between: Duration { sum.withLock(\.between) }

  func note(_ event: FindEvent) {
    guard case .trial(_, _, let report) = event else { return sum.withLock { $0.lastEnd = nil } }
    let now = ContinuousClock.now
    sum.withLock { sum in
      if let lastEnd = sum.lastEnd { sum.between += now - lastEnd - report.timings.total }
      sum.lastEnd = now
    }
  }
}
