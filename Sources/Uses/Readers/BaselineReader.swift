import Sandboxing
import Trials

/// What the service did while nothing restricted it, beyond what a restriction of that name would deny outright: what
/// others do with what it made and opened.
struct BaselineReader: UseReader {
  func uses(of service: ServiceFacts) -> [Use] {
    let runtime = service.runtime
    return runtime.uses + listeners(runtime) + files(runtime) + capabilities(of: service) + programs(runtime)
      + scheduling(of: service)
  }

  /// Whoever lets other users connect tells them apart, and takes paths from them that mean the same to both.
  private func listeners(_ runtime: RuntimeObservation) -> [Use] {
    let open = (runtime.unixListeners ?? []).filter { $0.mode & 0o002 != 0 }
    guard let socket = open.min(by: { $0.path < $1.path }) else { return [] }
    let phrase = "every user may connect to \(socket.path) (mode \(socket.modeText))"
    return [
      Use(.addressFamily, "AF_UNIX", from: phrase), Use(.otherUsers, "clients", from: phrase),
      Use(.setting, "PrivateTmp", from: "\(phrase), and can name files in /tmp"),
      Use(.writtenPath, "/tmp", from: "\(phrase), and can name files in /tmp"),
    ]
  }

  private func files(_ runtime: RuntimeObservation) -> [Use] {
    guard let made = runtime.madeFiles?.sorted(by: { $0.path < $1.path }) else {
      let phrase = "which files it makes cannot be seen here, in a lab they can"
      return ["0640", "0644"].map { Use(.fileMode, $0, from: phrase) }
    }
    let kinds: [(UInt32, String)] = [(0o070, "its group may read it"), (0o007, "every user may read it")]
    return kinds.compactMap { bits, who in
      made.first { $0.mode & bits != 0 }.map {
        Use(.fileMode, $0.modeText, from: "it made \($0.path) (mode \($0.modeText)): \(who)")
      }
    }
  }

  /// Who gives up root and keeps a capability chose to keep it.
  private func capabilities(of service: ServiceFacts) -> [Use] {
    let kept = service.runtime.keptCapabilities ?? 0
    // Where the unit gives them, the unit says so.
    let granted = service.context.base["AmbientCapabilities"]?.unsigned ?? 0
    return service.context.platform.capabilities.enumerated().compactMap { number, name in
      guard number < 64, kept & ~granted & (1 << UInt64(number)) != 0 else { return nil }
      return Use(.capability, name, from: "its processes gave up root and kept \(name)")
    }
  }

  /// What only a privileged thread may ask for, beyond what its unit asks the manager for, is missed without a word.
  private func scheduling(of service: ServiceFacts) -> [Use] {
    let (runtime, unit) = (service.runtime, service.context.base)
    var uses: [Use] = []
    if runtime.hasRealtimeThreads == true, Self.number(unit["CPUSchedulingPolicy"]) == 0 {
      let phrase = "one of its threads has real-time priority"
      uses += [Use(.setting, "RestrictRealtime", from: phrase), Use(.capability, "CAP_SYS_NICE", from: phrase)]
      uses += Use.calls(["sched_setscheduler", "sched_setattr", "sched_setparam"], from: phrase)
    }
    if let nice = runtime.lowestNice, nice < min(0, Self.number(unit["Nice"])) {
      let phrase = "one of its threads has the nice value \(nice)"
      uses += [Use(.capability, "CAP_SYS_NICE", from: phrase)] + Use.calls(["setpriority"], from: phrase)
    }
    if runtime.locksMemory == true {
      let phrase = "it has locked memory"
      uses.append(Use(.capability, "CAP_IPC_LOCK", from: phrase))
      uses += Use.calls(["mlock", "mlock2", "mlockall", "munlock", "munlockall"], from: phrase)
    }
    return uses
  }

  private static func number(_ value: BusValue?) -> Int {
    if case .int32(let number)? = value { Int(number) } else { 0 }
  }

  private func programs(_ runtime: RuntimeObservation) -> [Use] {
    runtime.programs.sorted().map { Use(.program, $0, from: "it ran \($0)") }
  }
}
