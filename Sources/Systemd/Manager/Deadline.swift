/// Something did not happen within the time that it was given.
public struct DeadlineExceeded: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was awaited.
  public let what: String
  /// How long.
  public let limit: Duration

  /// "… did not happen within 5.0 seconds".
  public var description: String { "\(what) did not end within \(limit)" }
}

/// Does something, but no longer than `limit`: then it is cancelled, and ``DeadlineExceeded`` thrown.
public func within<Value: Sendable>(
  _ limit: Duration, doing what: String, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let result = try await withThrowingTaskGroup(of: Value?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: limit)
      return nil
    }
    defer { group.cancelAll() }
    return try await group.next() ?? nil
  }
  guard let result else { throw DeadlineExceeded(what: what, limit: limit) }
  return result
}
