import Acts
import Glibc
import Sandboxing

/// What is to be done with the acts named on the command line.
enum Job: String {
  case perform = "--perform"
  /// Several, of which the same is expected.
  case performAlike = "--perform-alike"
  case prepare = "--prepare"
  case clean = "--clean"
}

/// Exit statuses: the caller takes a kill by SIGSYS for a denial as well.
enum Exit {
  static let allowed: Int32 = 0
  static let unclear: Int32 = 1
  static let denied: Int32 = 42
  static let usage: Int32 = 64

  static func status(of outcome: Outcome) -> Int32 {
    switch outcome {
    case .allowed: allowed
    case .denied: denied
    case .unclear: unclear
    }
  }

  /// The status of several acts: unclear if one is, else denied if one is.
  static func worst(of all: [Int32]) -> Int32 { [unclear, denied].first(where: all.contains) ?? allowed }

  /// The status of several acts that should be alike: unclear where they are not.
  static func common(of all: [Int32]) -> Int32 { Set(all).count == 1 ? all[0] : unclear }
}

/// Does one act's job, says what came of it, and answers the exit status.
func report(_ act: Act, _ job: Job) -> Int32 {
  let outcome =
    switch job {
    case .perform, .performAlike: act.perform()
    case .prepare: act.prepare()
    case .clean: act.clean()
    }
  writeLine("\(act): \(outcome)")
  return Exit.status(of: outcome)
}

/// Does it in a child process, which a denial may kill; where there can be none or the main process is meant, in this one.
func survive(_ act: Act, _ job: Job) -> Int32 {
  if act == .notify(.main) { return report(act, job) }
  switch childStatus(of: { report(act, job) }) {
  case .exited(let status): return status
  case .killed(let signal):
    let outcome: Outcome = signal == SIGSYS ? .denied(.signal(signal)) : .unclear(.signal(signal))
    writeLine("\(act): \(outcome)")
    return Exit.status(of: outcome)
  case .notStarted: return report(act, job)
  }
}

var arguments = programArguments
var job = Job.perform
if let first = arguments.first, let named = Job(rawValue: first) {
  job = named
  arguments.removeFirst()
}
let acts = arguments.compactMap(Act.init(parsing:))
guard !acts.isEmpty, acts.count == arguments.count else {
  writeLine(
    "usage: cinch-act [--prepare | --clean | --perform-alike] ACT...  (an act is a name, or NAME:ARGUMENT: socket:AF_INET)",
    to: 2)
  exit(Exit.usage)
}
let statuses = acts.map { survive($0, job) }
exit(job == .performAlike ? Exit.common(of: statuses) : Exit.worst(of: statuses))
