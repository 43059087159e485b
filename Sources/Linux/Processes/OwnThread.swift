import Glibc
import Synchronization

/// A thread for work that changes the thread it runs on, as joining a namespace does: it ends with the work.
public enum OwnThread {
  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private final class Slot<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }

  /// Runs the work and waits for it.
  public static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) throws(SystemCallError) -> Value {
    let slot = Slot<Value>()
    let work = Work { slot.value.withLock { $0 = body() } }
    var thread = pthread_t()
    let error = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue().body() }
        return nil
      }, Unmanaged.passUnretained(work).toOpaque())
    guard error == 0 else { throw SystemCallError(call: "pthread_create", subject: "", number: error) }
    pthread_join(thread, nil)
    guard let value = slot.value.withLock({ $0 }) else {
      throw SystemCallError(call: "pthread_join", subject: "", number: ESRCH)
    }
    return withExtendedLifetime(work) { value }
  }
}
