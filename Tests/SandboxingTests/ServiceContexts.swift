@testable import Sandboxing

/// Systems and units to lay sandboxes on.
enum ServiceContexts {
  /// The capabilities of Linux 5.9 and later, in the order of their numbers.
  static let capabilities = """
    CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
    NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
    SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
    MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE
    """.split(whereSeparator: \.isWhitespace).map { "CAP_\($0)" }

  /// What the manager reports for a unit that sets nothing.
  static let defaults: [String: BusValue] = [
    "AmbientCapabilities": .uint64(0), "CapabilityBoundingSet": .uint64(.max), "Delegate": .bool(false),
    "DeviceAllow": .array(element: "(ss)", []), "DevicePolicy": .string("auto"), "DynamicUser": .bool(false),
    "ExecPaths": .strings([]), "Group": .string(""), "IPAddressAllow": .array(element: "(iayu)", []),
    "IPAddressDeny": .array(element: "(iayu)", []), "InaccessiblePaths": .strings([]),
    "KeyringMode": .string("private"), "NoExecPaths": .strings([]), "NoNewPrivileges": .bool(false),
    "NotifyAccess": .string("none"), "PrivateTmp": .bool(false), "PrivateUsers": .bool(false),
    "ProtectControlGroups": .bool(false), "ProtectHome": .string("no"), "ProtectHostname": .bool(false),
    "ProtectProc": .string("default"), "ProtectSystem": .string("no"), "ReadWritePaths": .strings([]),
    "RestrictAddressFamilies": .list(allow: false, []), "RestrictNamespaces": .uint64(.max),
    "SocketBindDeny": .array(element: "(iiqq)", []), "SupplementaryGroups": .strings([]),
    "SystemCallArchitectures": .strings([]), "SystemCallErrorNumber": .int32(.max - 1),
    "SystemCallFilter": .list(allow: false, []), "UMask": .uint32(0o022), "User": .string(""),
  ]

  static func platform(systemd version: Int, systemCallGroups: [String: [String]] = SystemCallGroups.all) -> Platform {
    Platform(
      systemdVersion: version, kernelRelease: "6.12.0", capabilities: capabilities, systemCallGroups: systemCallGroups)
  }

  /// A unit that sets only `own`.
  static func context(
    systemd version: Int = 262, own: [String: BusValue] = [:], observed: (inout Observation) -> Void = { _ in }
  ) -> ServiceContext {
    var observation = Observation()
    observed(&observation)
    return ServiceContext(
      platform: platform(systemd: version), base: defaults.merging(own) { $1 }, observed: observation)
  }
}

/// Restrictions in one line of text: `PrivateTmp=yes CapabilityBoundingSet=~CAP_KILL`.
func sandbox(_ text: String) -> Sandbox {
  Sandbox(text.split(separator: " ").compactMap { Restriction(parsing: $0) })
}
