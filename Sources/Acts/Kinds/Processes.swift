import CActs
import Glibc
import Sandboxing

/// Other processes: seen, read about, left something, told something.
enum Processes {
  static func see(_ process: Int32) -> Outcome {
    // access(2) would want to read, which hidepid=1 denies of what can be seen.
    var status = stat()
    return Outcome(returned: stat("/proc/\(process)", &status))
  }

  static func read(_ process: Int32) -> Outcome { Files.read("/proc/\(process)/stat") }

  /// "Cnch": a key that nobody else uses.
  private static let sharedMemoryKey: key_t = 0x436e_6368

  static func leaveSharedMemory() -> Outcome { Outcome(returned: shmget(sharedMemoryKey, 1, IPC_CREAT | 0o600)) }

  static func findSharedMemory() -> Outcome {
    let identifier = shmget(sharedMemoryKey, 0, 0)
    guard identifier >= 0 else { return Outcome(error: errno) }
    shmctl(identifier, IPC_RMID, nil)
    return .allowed
  }

  static func dumpCore() -> Outcome {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else { return Outcome(error: errno) }
    return Outcome(state: limit.rlim_max > 0, otherwise: "no core file may be larger than nothing")
  }

  static func notify(from sender: NotifySender) -> Outcome {
    sender == .main ? notifyAndStay() : isolated { notifyAndStay() }
  }

  /// Tells the manager and stays until it has listened: it looks up who a message is from when it reads it.
  private static func notifyAndStay() -> Outcome {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return Outcome(error: errno) }
    let told = cacts_notify("READY=1", -1)
    guard told == 0, cacts_notify("BARRIER=1", ends[1]) == 0 else { return Outcome(result: Int(told)) }
    close(ends[1])
    var end = pollfd(fd: ends[0], events: 0, revents: 0)
    let patience: Int32 = 5000
    return poll(&end, 1, patience) == 1 ? .allowed : .unclear(.state("the manager did not listen"))
  }
}
