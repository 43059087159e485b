import Systemd

// A process's end as people and files know it: statuses and signals by name.

extension ProcessExit {
  /// The signal that ended it; nil where it exited.
  public var signal: Int32? {
    switch self {
    case .exited: nil
    case .killed(let signal), .dumped(let signal): signal
    }
  }

  /// Whether systemd says with this status that it could not set the sandbox up, so that the service never ran: the
  /// statuses 200 to 245 are its own (systemd.exec(5), "Process Exit Codes").
  public var isManagersOwn: Bool {
    guard case .exited(let status) = self else { return false }
    return Self.managerStatuses[status] != nil
  }

  /// The name of an exit status (`NAMESPACE`) or a signal (`SYS`); nil where it has none.
  public var name: String? {
    switch self {
    case .exited(0): "SUCCESS"
    case .exited(1): "FAILURE"
    case .exited(let status): Self.managerStatuses[status]
    case .killed(let signal), .dumped(let signal): Self.signals[signal]
    }
  }

  /// systemd.exec(5), table "systemd-specific exit codes".
  private static let managerStatuses: [Int32: String] = [
    200: "CHDIR", 201: "NICE", 202: "FDS", 203: "EXEC", 204: "MEMORY", 205: "LIMITS", 206: "OOM_ADJUST",
    207: "SIGNAL_MASK", 208: "STDIN", 209: "STDOUT", 210: "CHROOT", 211: "IOPRIO", 212: "TIMERSLACK",
    213: "SECUREBITS", 214: "SETSCHEDULER", 215: "CPUAFFINITY", 216: "GROUP", 217: "USER", 218: "CAPABILITIES",
    219: "CGROUP", 220: "SETSID", 221: "CONFIRM", 222: "STDERR", 224: "PAM", 225: "NETWORK", 226: "NAMESPACE",
    227: "NO_NEW_PRIVILEGES", 228: "SECCOMP", 229: "SELINUX_CONTEXT", 230: "PERSONALITY", 231: "APPARMOR_PROFILE",
    232: "ADDRESS_FAMILIES", 233: "RUNTIME_DIRECTORY", 235: "CHOWN", 236: "SMACK_PROCESS_LABEL", 237: "KEYRING",
    238: "STATE_DIRECTORY", 239: "CACHE_DIRECTORY", 240: "LOGS_DIRECTORY", 241: "CONFIGURATION_DIRECTORY",
    242: "NUMA_POLICY", 243: "CREDENTIALS", 244: "BPF", 245: "KSM",
  ]

  /// signal(7), as Linux numbers them on x86-64 and arm64.
  private static let signals: [Int32: String] = [
    1: "HUP", 2: "INT", 3: "QUIT", 4: "ILL", 5: "TRAP", 6: "ABRT", 7: "BUS", 8: "FPE", 9: "KILL", 10: "USR1",
    11: "SEGV", 12: "USR2", 13: "PIPE", 14: "ALRM", 15: "TERM", 16: "STKFLT", 17: "CHLD", 18: "CONT", 19: "STOP",
    20: "TSTP", 21: "TTIN", 22: "TTOU", 23: "URG", 24: "XCPU", 25: "XFSZ", 26: "VTALRM", 27: "PROF", 28: "WINCH",
    29: "IO", 30: "PWR", 31: "SYS",
  ]
}

extension ProcessExit: CustomStringConvertible {
  /// As `systemctl status` writes it: `exited, status=226/NAMESPACE`; `killed, signal=SYS`.
  public var description: String {
    switch self {
    case .exited(let status): "exited, status=\(status)" + (name.map { "/\($0)" } ?? "")
    case .killed(let signal): "killed, signal=\(name ?? String(signal))"
    case .dumped(let signal): "dumped, signal=\(name ?? String(signal))"
    }
  }

  /// Reads the description's form; nil where the text is none.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    let signal = Int32(parts[1]) ?? Self.signals.first { $0.value == parts[1] }?.key
    switch parts[0] {
    case "exited, status":
      guard let status = Int32(parts[1].prefix { $0 != "/" }) else { return nil }
      self = .exited(status)
    case "killed, signal":
      guard let signal else { return nil }
      self = .killed(signal: signal)
    case "dumped, signal":
      guard let signal else { return nil }
      self = .dumped(signal: signal)
    default: return nil
    }
  }
}

extension ProcessExit: Codable {
  /// Reads the description's form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let end = ProcessExit(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' does not say how a process ended, like 'exited, status=1'")
    }
    self = end
  }

  /// Writes the description.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
