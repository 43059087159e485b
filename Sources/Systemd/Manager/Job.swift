import Sandboxing
import Synchronization

/// How a job ended, in systemd's word, as `JobRemoved` tells it (org.freedesktop.systemd1(5), "The Manager Object").
public struct JobResult: RawRepresentable, Hashable, Sendable {
  /// The word.
  public let rawValue: String

  /// The result that a word stands for.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The job did what it was for. The unit may be dead again a moment later.
  public static let done = JobResult(rawValue: "done")
  /// The unit failed.
  public static let failed = JobResult(rawValue: "failed")
  /// Somebody asked for something else meanwhile, such as a restart.
  public static let canceled = JobResult(rawValue: "canceled")
  /// The job did not end in time.
  public static let timeout = JobResult(rawValue: "timeout")
  /// Something the unit requires failed first.
  public static let dependency = JobResult(rawValue: "dependency")
  /// There was nothing to do: a condition did not hold, or the unit was already so.
  public static let skipped = JobResult(rawValue: "skipped")
  /// An assertion of the unit's did not hold.
  public static let assert = JobResult(rawValue: "assert")
}

extension JobResult: CustomStringConvertible {
  /// systemd's own word.
  public var description: String { rawValue }
}

/// What becomes of jobs that are in the way of a new one (systemctl(1), `--job-mode`).
public enum JobMode: String, Sendable {
  /// They are replaced.
  case replace
  /// They make the new one fail.
  case fail
  /// As replace, and everything else the transaction would stop is left alone.
  case ignoreDependencies = "ignore-dependencies"
}

extension Manager {
  /// Does something that starts a job and waits until the job is gone. A job that takes longer than `limit` goes on,
  /// but this throws ``DeadlineExceeded``.
  func job(_ member: String, _ arguments: [BusValue], limit: Duration) async throws -> JobResult {
    try await bus.job(method(member), arguments, limit: limit)
  }
}

extension Bus {
  /// Calls a method that answers with a job, and waits for the job's end, all on the connection's own thread.
  fileprivate func job(_ method: BusMethod, _ arguments: [BusValue], limit: Duration) async throws -> JobResult {
    let wait = JobWait()
    // Listening starts before the call: a job can be over before its own path has reached us.
    let rule = SignalRule(path: Manager.path, interface: Manager.interface, member: "JobRemoved")
    let handler = onSignal(rule) { wait.receive($0) }
    let timer = after(limit) {
      wait.result.decide(.failure(DeadlineExceeded(what: "the job of \(method.member)", limit: limit)))
    }
    defer {
      removeHandler(handler)
      removeTimer(timer)
    }
    wait.began(try await call(method, arguments, timeout: limit).first)
    return try await wait.result.value()
  }
}

/// The wait for one job, whose path comes with the answer to the call, which may be later than its end.
private final class JobWait: Sendable {
  let result = Pending<JobResult>()
  private let state = Mutex<(job: BusValue?, ended: [BusValue: JobResult])>((nil, [:]))

  func began(_ job: BusValue?) {
    let end = state.withLock { state in
      state.job = job
      return job.flatMap { state.ended[$0] }
    }
    if let end { result.decide(.success(end)) }
  }

  func receive(_ signal: Result<BusSignal, BusError>) {
    switch signal {
    case .failure(let error): result.decide(.failure(error))
    case .success(let removal):
      // u id, o job, s unit, s result
      guard removal.arguments.count == 4 else { return }
      let end = JobResult(rawValue: removal.arguments[3].text ?? "")
      let isOurs = state.withLock { state in
        state.ended[removal.arguments[1]] = end
        return state.job == removal.arguments[1]
      }
      if isOurs { result.decide(.success(end)) }
    }
  }
}
