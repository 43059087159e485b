import CActs
import Glibc
import Sandboxing

/// What a process asks of the kernel as a whole, and system calls as such.
enum Kernel {
  static func setHostname() -> Outcome {
    var name = [CChar](repeating: 0, count: Int(HOST_NAME_MAX) + 1)
    guard gethostname(&name, name.count) == 0 else { return Outcome(error: errno) }
    return Outcome(returned: sethostname(name, strlen(name)))
  }

  static func setClock() -> Outcome {
    var never = timespec(tv_sec: 0, tv_nsec: -1)
    // The C library would refuse such a time without asking the kernel.
    let outcome = withUnsafeMutablePointer(to: &never) {
      Outcome(result: systemCall("clock_settime", Int(CLOCK_REALTIME), Int(bitPattern: $0)), expecting: [EINVAL])
    }
    guard outcome == .allowed else { return outcome }
    return Privileges.hold("CAP_SYS_TIME")
  }

  /// Sets the clock's tick to an impossible length (adjtimex(2)).
  static func setTick() -> Outcome {
    var change = [Int](repeating: 0, count: 32)  // A struct timex is 208 bytes and begins with the mode.
    change[0] = 0x4000  // ADJ_TICK
    return change.withUnsafeMutableBytes {
      Outcome(result: systemCall("adjtimex", Int(bitPattern: $0.baseAddress)), expecting: [EINVAL])
    }
  }

  static func removeModule() -> Outcome {
    // A kernel without modules says ENOSYS; what a sandbox denies, it denies with EPERM.
    "\(Act.ownPrefix)-none".withCString {
      Outcome(
        result: systemCall("delete_module", Int(bitPattern: $0), Int(O_NONBLOCK)), expecting: [ENOENT, ENOSYS])
    }
  }

  static func readLog() -> Outcome {
    let sizeOfBuffer = 10  // SYSLOG_ACTION_SIZE_BUFFER
    return Outcome(result: systemCall("syslog", sizeOfBuffer))
  }

  static func becomeRealtime() -> Outcome {
    var priority = sched_param(sched_priority: 0)
    return Outcome(returned: sched_setscheduler(0, SCHED_FIFO, &priority), expecting: [EINVAL])
  }

  static func changePersonality() -> Outcome {
    let kernelVersion26 = 0x0002_0000  // UNAME26, which only uname(2) looks at.
    let former = systemCall("personality", kernelVersion26)
    guard former >= 0 else { return Outcome(result: former) }
    return Outcome(result: systemCall("personality", former))
  }

  static func mapWritableExecutable() -> Outcome {
    let size = 4096
    let page = mmap(nil, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard page != MAP_FAILED else { return Outcome(error: errno) }
    munmap(page, size)
    return .allowed
  }

  static func callForeignArchitecture() -> Outcome { Outcome(result: cacts_foreign_getpid()) }

  static func call(_ name: String) -> Outcome {
    guard let number = SystemCalls.number(of: name) else { return .unclear(.state("no such system call here")) }
    let outcome = isolated { shieldedCall(number) }
    if case .unclear(let cause) = outcome, ownCalls.contains(name) { return .denied(cause) }
    return outcome
  }

  /// What it takes to make a shielded call; where that fails, one of these was denied.
  private static let ownCalls: Set = ["clone", "prctl", "exit_group", "wait4"]

  /// Makes a system call that never takes place: the answer is ENOSYS where nothing but the shield is in its way. A
  /// filter that answers ENOSYS itself cannot be told from none.
  private static func shieldedCall(_ number: Int) -> Outcome {
    let shielded = cacts_shield_from(number)
    guard shielded == 0 else { return .unclear(.error(-shielded)) }
    let outcome = Outcome(result: cacts_call(number, 0, 0, 0, 0, 0, 0), expecting: [ENOSYS])
    // The shield is in the way of the process's own end, too.
    if number == SystemCalls.number(of: "exit_group"), outcome == .allowed { cacts_exit_thread(0) }
    return outcome
  }
}
