import Synchronization

/// Lets a number of steps through and then no more: a program that has lost its power, or its life, gets no answer, and
/// the nearest that a call can do in a test is to fail for ever.
final class Fuse: Sendable {
  private struct State {
    var left: Int?
    var spent = 0
    var event: (left: Int, body: @Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// How many steps were let through.
  var spent: Int { state.withLock { $0.spent } }

  /// Lets this many steps more through.
  func burn(after steps: Int) { state.withLock { $0.left = steps } }

  /// Lets everything through again: whoever comes now is another program.
  func replace() { state.withLock { $0.left = nil } }

  /// Lets something happen once, just before the step that comes after this many more.
  func after(_ steps: Int, _ body: @escaping @Sendable () -> Void) { state.withLock { $0.event = (steps, body) } }

  /// One step; false where it has no effect any more.
  func spend() -> Bool {
    let body = state.withLock { state in
      guard let (left, body) = state.event else { return nil as (@Sendable () -> Void)? }
      state.event = left == 0 ? nil : (left - 1, body)
      return left == 0 ? body : nil
    }
    body?()
    return state.withLock { state in
      if state.left == 0 { return false }
      state.left = state.left.map { $0 - 1 }
      state.spent += 1
      return true
    }
  }
}
