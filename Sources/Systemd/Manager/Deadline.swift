/// Something did not happen within the time that it was given.
public struct DeadlineExceeded: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was awaited.
  public let what: String
  /// How long.
  public let limit: Duration

  /// "… did not happen within 5.0 seconds".
  public var description: String { "\(what) did not end within \(limit)" }
}

/// Does something, but no longer than `limit`: then it is cancelled, and ``DeadlineExceeded`` thrown. Only time in which
/// this process could run counts: one that was stopped (SIGSTOP) has missed what happened meanwhile.
public func within<Value: Sendable>(
  _ limit: Duration, doing what: String, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let result = try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await pause(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    return try await group.next() ?? nil
  }
  guard let result else { throw DeadlineExceeded(what: what, limit: limit) }
  return result
}

/// Lets time pass, in parts, of which none counts for more than it was meant to take.
func pause(for limit: Duration) async throws {
  var rest = limit
  while rest > .zero {
    let part = min(rest, .milliseconds(500))
    try await Task.sleep(for: part)
    rest -= part
  }
}
