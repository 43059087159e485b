import Sandboxing
import Trials

/// What the service did while nothing restricted it, beyond what a restriction of that name would deny outright: what
/// others do with what it made and opened.
struct BaselineReader: UseReader {
  func uses(of service: ServiceFacts) -> [Use] {
    let runtime = service.runtime
    return runtime.uses + listeners(runtime) + files(runtime) + capabilities(of: service) + programs(runtime)
      + scheduling(of: service) + packets(runtime) + namespaces(runtime) + otherProcesses(runtime)
      + coreFiles(of: service) + ownDirectories(of: service)
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
      return [Use(.setting, "UMask", from: "which files it makes cannot be seen here, in a lab they can")]
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
      uses += [Use(.setting, "RestrictRealtime", from: phrase)] + Self.privileged("CAP_SYS_NICE", phrase)
      uses += Use.calls(["sched_setscheduler", "sched_setattr", "sched_setparam"], from: phrase)
    }
    if let nice = runtime.lowestNice, nice < min(0, Self.number(unit["Nice"])) {
      let phrase = "one of its threads has the nice value \(nice)"
      uses += Self.privileged("CAP_SYS_NICE", phrase) + Use.calls(["setpriority"], from: phrase)
    }
    if runtime.locksMemory == true {
      let phrase = "it has locked memory"
      uses += Self.privileged("CAP_IPC_LOCK", phrase)
      uses += Use.calls(["mlock", "mlock2", "mlockall", "munlock", "munlockall"], from: phrase)
    }
    return uses
  }

  /// Packets as they are come only to who is privileged on the machine's own network.
  private func packets(_ runtime: RuntimeObservation) -> [Use] {
    let families = (runtime.rawFamilies ?? []).sorted()
    guard !families.isEmpty else { return [] }
    let phrase = "it takes packets as they are (\(families.joined(separator: ", ")))"
    // What a packet socket sends and gets passes no control group's program.
    let addresses = families == ["AF_PACKET"] ? [] : ["IPAddressDeny"]
    return [Use(.capability, "CAP_NET_RAW", from: phrase)] + families.map { Use(.addressFamily, $0, from: phrase) }
      + (["PrivateNetwork", "PrivateUsers"] + addresses).map { Use(.setting, $0, from: phrase) }
  }

  /// Namespaces other than those of users are made only by who is privileged, or in one of users (namespaces(7)).
  private func namespaces(_ runtime: RuntimeObservation) -> [Use] {
    guard !runtime.namespaces.isEmpty, !runtime.namespaces.contains("user") else { return [] }
    let names = runtime.namespaces.sorted().joined(separator: ", ")
    return [Use(.capability, "CAP_SYS_ADMIN", from: "it made namespaces (\(names))")]
  }

  /// Who looks at others' processes sees none of them where they are hidden, and nobody says so.
  private func otherProcesses(_ runtime: RuntimeObservation) -> [Use] {
    guard runtime.readsOtherProcesses == true else { return [] }
    return ["ProtectProc", "PrivatePIDs"].map { Use(.setting, $0, from: "it read files of other processes in /proc") }
  }

  /// In the directories that its unit has made for it, what others may use: one of each is enough.
  private func ownDirectories(of service: ServiceFacts) -> [Use] {
    let (runtime, own) = (service.runtime, service.context.ownDirectories)
    guard let made = runtime.madeFiles else {
      let settings = UnitDirectory.allCases.filter { service.context.base[$0.setting]?.texts?.isEmpty == false }
      return settings.map {
        Use(.setting, $0.mode, from: "which files it makes cannot be seen here, in a lab they can")
      }
    }
    let files = made.union(runtime.unixListeners ?? []).sorted { $0.path < $1.path }
    let kinds: [(Use.Kind, UInt32, String)] = [(.sharedPath, 0o007, "every user"), (.groupPath, 0o070, "its group")]
    return own.flatMap { directory in
      kinds.compactMap { kind, bits, who in
        files.first { $0.mode & bits != 0 && $0.path.hasPrefix("\(directory)/") }.map {
          Use(kind, $0.path, from: "\(who) may use \($0.path) (mode \($0.modeText))")
        }
      }
    }
  }

  /// Whoever raises a limit that its unit leaves at nothing wants to be looked into after a crash.
  private func coreFiles(of service: ServiceFacts) -> [Use] {
    guard service.runtime.mayDumpCore == true, service.context.base["LimitCORESoft"]?.unsigned == 0 else { return [] }
    return [Use(.setting, "LimitCORE", from: "it raised its own limit for core files")]
  }

  /// A capability that counts only outside of a user namespace.
  private static func privileged(_ capability: String, _ phrase: String) -> [Use] {
    [Use(.capability, capability, from: phrase), Use(.setting, "PrivateUsers", from: phrase)]
  }

  private static func number(_ value: BusValue?) -> Int {
    if case .int32(let number)? = value { Int(number) } else { 0 }
  }

  private func programs(_ runtime: RuntimeObservation) -> [Use] {
    runtime.programs.sorted().map { Use(.program, $0, from: "it ran \($0)") }
  }
}
