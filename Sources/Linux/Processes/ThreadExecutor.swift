import CLinux
import Glibc
import Synchronization

/// A thread of an actor's own. It runs the actor's jobs and, between them, waits for a file descriptor: what lets a bus
/// connection, or a reader of journal files, be an actor without ever blocking the cooperative pool.
public final class ThreadExecutor: SerialExecutor {
  /// What the thread waits for until the next round.
  public struct Interest: Sendable {
    /// The file descriptor.
    public var descriptor: Int32
    /// As poll(2) takes them: `POLLIN`.
    public var events: Int16
    /// In microseconds of `CLOCK_MONOTONIC`; `UInt64.max` for never.
    public var deadline: UInt64

    /// What to wait for: a descriptor's events, until a moment.
    public init(descriptor: Int32, events: Int16, deadline: UInt64 = .max) {
      self.descriptor = descriptor
      self.events = events
      self.deadline = deadline
    }
  }

  private struct State: ~Copyable {
    var jobs: [UnownedJob] = []
    var isWoken = false
    var isStopped = false
    var thread: pthread_t?
    /// One round of the actor's own work; nil once there is nothing more to wait for.
    var round: (@Sendable () -> Interest?)?
    var farewell: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let wakeup: Int32

  /// Starts the thread.
  public init() throws(SystemCallError) {
    wakeup = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard wakeup >= 0 else { throw SystemCallError(call: "eventfd") }
    let context = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<ThreadExecutor>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      throw SystemCallError(call: "pthread_create", number: code)
    }
    pthread_detach(thread)
  }

  deinit { close(wakeup) }

  /// From now on, does `round` between jobs and whenever the descriptor that it named is ready.
  public func attach(round: @escaping @Sendable () -> Interest?) {
    state.withLock { $0.round = round }
    wake()
  }

  /// Ends the thread after the jobs at hand; `farewell` is the last that runs on it.
  public func stop(farewell: @escaping @Sendable () -> Void) {
    state.withLock {
      $0.isStopped = true
      $0.round = nil
      $0.farewell = farewell
    }
    wake()
  }

  /// Whether jobs wait, so that a round should not take long.
  public var hasJobs: Bool { state.withLock { !$0.jobs.isEmpty } }

  /// Runs a job of the actor on the thread, after those before it.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
    wake()
  }

  /// Ends the process where this is not the thread.
  public func checkIsolated() {
    precondition(isIsolatingCurrentContext() == true, "not on the actor's own thread")
  }

  /// Whether this is the thread.
  public func isIsolatingCurrentContext() -> Bool? {
    state.withLock { state in state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  /// One write, however many jobs arrive before the thread gets to them, and none from the thread itself, which looks
  /// for jobs before it waits.
  private func wake() {
    let isAsleep = state.withLock { state in
      let isOwn = state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false
      if isOwn || state.isWoken { return false }
      state.isWoken = true
      return true
    }
    if isAsleep { eventfd_write(wakeup, 1) }
  }

  private func run() {
    state.withLock { $0.thread = pthread_self() }
    while true {
      runJobs()
      let (round, isStopped) = state.withLock { ($0.round, $0.isStopped) }
      if isStopped { break }
      let interest = round?()
      // What has just arrived may have given somebody something to do.
      if !hasJobs { wait(interest) }
    }
    // Whoever still calls an actor of this thread after its end would wait for ever: so it ends with its last job.
    runJobs()
    state.withLock { $0.farewell.take() }?()
  }

  private func runJobs() {
    while true {
      let jobs = state.withLock { state in
        let jobs = state.jobs
        state.jobs.removeAll(keepingCapacity: true)
        return jobs
      }
      if jobs.isEmpty { return }
      for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
  }

  private func wait(_ interest: Interest?) {
    var descriptors = [pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0)]
    if let interest {
      descriptors.append(pollfd(fd: interest.descriptor, events: interest.events, revents: 0))
    }
    poll(&descriptors, nfds_t(descriptors.count), interest.map { Self.milliseconds(until: $0.deadline) } ?? -1)
    guard descriptors[0].revents != 0 else { return }
    var count = eventfd_t()
    eventfd_read(wakeup, &count)
    state.withLock { $0.isWoken = false }
  }

  /// As poll(2) takes it: -1 for ever, rounded up so that nothing is awaited by spinning.
  private static func milliseconds(until deadline: UInt64) -> Int32 {
    guard deadline != .max else { return -1 }
    let now = now()
    return deadline > now ? Int32(clamping: (deadline - now + 999) / 1000) : 0
  }

  /// In microseconds of `CLOCK_MONOTONIC`, by which sd-bus counts too.
  public static func now() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
  }
}
