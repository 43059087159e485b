import Sandboxing
import Trials
import Workflows

/// How far a find has come, as its events tell.
struct FindProgress {
  /// What is being done now.
  private(set) var phase = "starting"
  /// How many restrictions the search chooses from; 0 before that is known.
  private(set) var candidates = 0
  /// How many trials of the search have ended.
  private(set) var trials = 0
  /// How many restrictions the last sandbox had.
  private(set) var size = 0
  /// The largest sandbox that passed.
  var kept: Int { passed.map(\.count).max() ?? 0 }
  /// Restrictions that are known to break the service: one alone made the difference between a sandbox that passed and
  /// one that failed.
  private(set) var rejected: Set<Restriction> = []
  /// How the last run ended.
  private(set) var last: Verdict?

  private var passed: [Set<Restriction>] = [[]]
  private var failed: [Set<Restriction>] = []

  mutating func apply(_ event: FindEvent) {
    switch event {
    case .step(let step):
      phase = step
      last = nil
    case .warning: break
    case .baseline(let number, let count, let report):
      phase = "baseline \(number)/\(count)"
      last = report.verdict
    case .universe(let universe):
      phase = "search"
      candidates = universe.candidates.count
      last = nil
    case .trial(_, let sandbox, let report):
      phase = "search"
      trials += 1
      last = report.verdict
      size = sandbox.restrictions.count
      learn(Set(sandbox.restrictions), report.verdict)
    case .control(let report): last = report.verdict
    case .confirmation(let number, let count, let report):
      phase = "confirmation \(number)/\(count)"
      last = report.verdict
    }
  }

  private mutating func learn(_ sandbox: Set<Restriction>, _ verdict: Verdict) {
    switch verdict {
    case .passed:
      passed.append(sandbox)
      for other in failed { compare(other, with: sandbox) }
    case .failed:
      failed.append(sandbox)
      for other in passed { compare(sandbox, with: other) }
    case .inconclusive: break
    }
  }

  private mutating func compare(_ failed: Set<Restriction>, with passed: Set<Restriction>) {
    let difference = failed.subtracting(passed)
    if difference.count == 1 { rejected.formUnion(difference) }
  }
}
