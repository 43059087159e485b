import Sandboxing

/// Systems and units to lay sandboxes on.
enum Grounds {
  /// The capabilities of Linux 5.9 and later, in the order of their numbers.
  static let capabilities = """
    CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
    NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
    SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
    MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE
    """.split(whereSeparator: \.isWhitespace).map { "CAP_\($0)" }

  static func platform(systemd version: Int) -> Platform {
    Platform(
      systemdVersion: version, kernelRelease: "6.12.0", capabilities: capabilities,
      systemCallGroups: SystemCallGroups.all)
  }

  static func ground(
    systemd version: Int = 262, base: [String: BusValue] = [:], observed: (inout Observation) -> Void = { _ in }
  ) -> Ground {
    var observation = Observation()
    observed(&observation)
    return Ground(platform: platform(systemd: version), base: base, observed: observation)
  }
}

/// Restrictions in one line of text: `PrivateTmp=yes CapabilityBoundingSet=~CAP_KILL`.
func sandbox(_ text: String) -> Sandbox {
  Sandbox(text.split(whereSeparator: \.isWhitespace).compactMap { Restriction(parsing: $0) })
}
