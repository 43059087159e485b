import Sandboxing

/// How a job ended, as `JobRemoved` tells it (org.freedesktop.systemd1(5), "The Manager Object").
public enum JobResult: Hashable, Sendable {
  /// The job did what it was for. The unit may be dead again a moment later.
  case done
  /// Another job, or somebody, cancelled it.
  case canceled
  /// The job did not end in time.
  case timeout
  /// The unit failed.
  case failed
  /// Something it requires failed first.
  case dependency
  /// There was nothing to do: a condition did not hold, or the unit was already so.
  case skipped
  /// Any other: `invalid`, `assert`, `unsupported`, `collected`, `once`.
  case other(String)

  /// Reads systemd's word.
  public init(_ word: String) {
    self =
      switch word {
      case "done": .done
      case "canceled": .canceled
      case "timeout": .timeout
      case "failed": .failed
      case "dependency": .dependency
      case "skipped": .skipped
      default: .other(word)
      }
  }
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
    // Listening starts before the call: a job can be over before its own path has reached us.
    let removals = await managerSignals("JobRemoved")
    return try await within(limit, doing: "the job of \(member)") {
      let job = try await call(member, arguments, timeout: limit).first
      for try await removal in removals {
        // u id, o job, s unit, s result
        guard removal.arguments.count == 4, removal.arguments[1] == job else { continue }
        return JobResult(removal.arguments[3].text ?? "")
      }
      throw CancellationError()
    }
  }
}
