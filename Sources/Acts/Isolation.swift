import CActs
import Glibc

/// Performs something in a child process, because a denial may kill it or because it changes the process.
///
/// A state that the child read comes back without its words: the exit status carries a number only.
/// - Returns: What the child answered; denied where a seccomp filter killed it.
public func isolated(_ body: @escaping () -> Outcome) -> Outcome {
  switch childStatus(of: { body().exitStatus }) {
  case .exited(let status): Outcome(exitStatus: status)
  case .killed(SIGSYS): .denied(.signal(SIGSYS))
  case .killed(let signal): .unclear(.signal(signal))
  case .notStarted(let error): .unclear(.error(error))
  }
}

/// How a child process ended.
public enum ChildStatus: Hashable, Sendable {
  /// It exited with this status, 0...255.
  case exited(Int32)
  /// This signal killed it.
  case killed(Int32)
  /// It could not be made or awaited, for this error number.
  case notStarted(Int32)
}

/// Runs something in a child process, which exits with the status that it returns, and waits for it.
public func childStatus(of body: @escaping () -> Int32) -> ChildStatus {
  var body = body
  let status = withUnsafeMutablePointer(to: &body) { context in
    cacts_in_child({ $0?.assumingMemoryBound(to: (() -> Int32).self).pointee() ?? 0 }, context)
  }
  if status < 0 { return .notStarted(-status) }
  let signal = status & 0x7f
  return signal == 0 ? .exited(status >> 8 & 0xff) : .killed(signal)
}

extension Outcome {
  /// Where denials begin among exit statuses; error numbers below are those of unclear outcomes.
  private static let denialStatus: Int32 = 100

  fileprivate var exitStatus: Int32 {
    switch self {
    case .allowed: 0
    case .denied(.error(let number)): Self.denialStatus + number
    case .denied: Self.denialStatus
    case .unclear(.error(let number)): min(number, Self.denialStatus - 1)
    case .unclear: Self.denialStatus - 1
    }
  }

  fileprivate init(exitStatus status: Int32) {
    self =
      switch status {
      case 0: .allowed
      case ..<Self.denialStatus: .unclear(.error(status))
      case Self.denialStatus: .denied(.state("in a child process"))
      default: .denied(.error(status - Self.denialStatus))
      }
  }
}
