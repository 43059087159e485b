import Glibc
import Synchronization
import UnixSignals

/// A run that a signal ended, once everything is cleaned up.
struct Interrupted: Error, CustomStringConvertible {
  /// The signal's number.
  let signal: Int32
  /// Whether what was done so far is in the ledger, for the same command to go on from.
  let isResumable: Bool

  var description: String {
    isResumable
      ? "stopped by a signal; what was found is kept: the same command goes on from there, and 'cinch log' shows it"
      : "stopped by a signal"
  }
}

/// Does something until it is done or a signal asks for its end: the first SIGINT or SIGTERM cancels it and lets it clean
/// up, a second one ends the process at once (labs die with it).
///
/// - Parameters:
///   - isResumable: whether the ledger keeps what has been done.
///   - body: what to do.
/// - Returns: what it brings.
/// - Throws: ``Interrupted`` after a signal, otherwise what `body` throws.
func untilSignalled<Value: Sendable>(
  isResumable: Bool = false, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
  let work = Task { try await body() }
  let received = Mutex<Int32?>(nil)
  let listener = Task {
    for await signal in signals {
      let number: Int32 = signal == .sigint ? SIGINT : SIGTERM
      let isSecond = received.withLock { earlier in
        defer { earlier = number }
        return earlier != nil
      }
      if isSecond { _exit(128 + number) }
      work.cancel()
    }
  }
  defer { listener.cancel() }
  let result = await work.result
  if let signal = received.withLock({ $0 }), case .failure = result {
    throw Interrupted(signal: signal, isResumable: isResumable)
  }
  return try result.get()
}
