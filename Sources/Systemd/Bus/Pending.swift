import Synchronization

/// Something that one task waits for and another place decides, once: what comes first counts.
final class Pending<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, any Error>)
    case decided(Result<Value, any Error>)
  }

  private let state = Mutex(State.open)

  /// Decides what becomes of it, unless that is decided already.
  func decide(_ result: Result<Value, any Error>) {
    let continuation: CheckedContinuation<Value, any Error>? = state.withLock { state in
      switch state {
      case .open:
        state = .decided(result)
        return nil
      case .awaited(let continuation):
        state = .decided(result)
        return continuation
      case .decided: return nil
      }
    }
    continuation?.resume(with: result)
  }

  /// Waits for the decision, on the thread of whoever waits. Cancelling the task is a decision too.
  func value(isolation: isolated (any Actor)? = #isolation) async throws -> Value {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let decided: Result<Value, any Error>? = state.withLock { state in
          if case .decided(let result) = state { return result }
          state = .awaited(continuation)
          return nil
        }
        if let decided { continuation.resume(with: decided) }
      }
    } onCancel: {
      decide(.failure(CancellationError()))
    }
  }
}
