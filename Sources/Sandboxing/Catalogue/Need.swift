/// What must be there for a directive to be enforced. systemd accepts most directives without it and says nothing, so
/// this explains a witness that is not denied; it never replaces the witness.
public enum Need: Hashable, Sendable {
  /// systemd built with libseccomp (`+SECCOMP`).
  case seccomp
  /// systemd built with its own BPF programs (`+BPF_FRAMEWORK`).
  case bpfFramework
  /// A kernel that lets systemd load BPF programs for the LSM hooks (`lsm=…,bpf`).
  case bpfLSM
  /// Control groups that BPF programs can be attached to: cgroup v2, at least for processes.
  case cgroupBPF
  /// User namespaces, which some kernels refuse.
  case userNamespaces
  /// A cgroup v2 file system at /sys/fs/cgroup.
  case unifiedControlGroups
  /// A kernel of at least this version.
  case kernel(major: Int, minor: Int)

  /// One phrase for people: `systemd built with +BPF_FRAMEWORK`.
  public var text: String {
    switch self {
    case .seccomp: "systemd built with +SECCOMP"
    case .bpfFramework: "systemd built with +BPF_FRAMEWORK"
    case .bpfLSM: "a kernel with the BPF LSM"
    case .cgroupBPF: "a kernel with BPF for cgroup v2"
    case .userNamespaces: "a kernel that allows user namespaces"
    case .unifiedControlGroups: "cgroup v2 at /sys/fs/cgroup"
    case .kernel(let major, let minor): "Linux \(major).\(minor)"
    }
  }

  /// Whether the platform is known to lack it. What only a witness can tell (a kernel's configuration) is never
  /// known to lack.
  public func isKnownMissing(on platform: Platform) -> Bool {
    switch self {
    case .seccomp: platform.systemdFeatures.contains("-SECCOMP")
    case .bpfFramework: platform.systemdFeatures.contains("-BPF_FRAMEWORK")
    case .unifiedControlGroups: platform.controlGroups != .unified
    case .cgroupBPF: platform.controlGroups == .legacy
    case .kernel(let major, let minor):
      platform.kernelVersion.map { $0 < (major, minor) } ?? false
    case .bpfLSM, .userNamespaces: false
    }
  }

  /// Whether the platform is known to have it.
  func isKnownMet(on platform: Platform) -> Bool {
    switch self {
    case .seccomp: platform.systemdFeatures.contains("+SECCOMP")
    case .bpfFramework: platform.systemdFeatures.contains("+BPF_FRAMEWORK")
    case .unifiedControlGroups: platform.controlGroups == .unified
    case .kernel(let major, let minor): platform.kernelVersion.map { $0 >= (major, minor) } ?? false
    case .bpfLSM, .cgroupBPF, .userNamespaces: false
    }
  }
}

extension Catalogue {
  /// What a restriction that is accepted and not enforced may lack on a platform, as a phrase: `needs a kernel with the
  /// BPF LSM`. What is known to be missing stands alone; else everything that is not known to be there. Nil where its
  /// directive needs nothing more than that.
  public static func missingNeeds(of restriction: Restriction, on platform: Platform) -> String? {
    let needs = directive(restriction.directive)?.needs ?? []
    let missing = needs.filter { $0.isKnownMissing(on: platform) }
    let suspects = missing.isEmpty ? needs.filter { !$0.isKnownMet(on: platform) } : missing
    return suspects.isEmpty ? nil : "needs " + suspects.map(\.text).joined(separator: " and ")
  }
}

extension Platform {
  /// The first two numbers of the kernel's release; nil where it does not begin with two numbers.
  var kernelVersion: (major: Int, minor: Int)? {
    let numbers = kernelRelease.split(separator: ".").prefix(2).map { $0.prefix(while: \.isNumber) }
    guard numbers.count == 2, let major = Int(numbers[0]), let minor = Int(numbers[1]) else { return nil }
    return (major, minor)
  }
}

extension Catalogue {
  /// Whether systemd makes a mount namespace for a restriction (src/core/exec-invoke.c, `exec_needs_mount_namespace()`).
  public static func takesMountNamespace(_ restriction: Restriction) -> Bool {
    [
      "BindPaths", "BindReadOnlyPaths", "ExecPaths", "InaccessiblePaths", "MountAPIVFS", "NoExecPaths",
      "PrivateDevices",
      "PrivateIPC", "PrivateMounts", "PrivateTmp", "ProcSubset", "ProtectControlGroups", "ProtectHome",
      "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "ProtectProc",
      "ProtectSystem", "ReadOnlyPaths", "ReadWritePaths", "TemporaryFileSystem",
    ].contains(restriction.directive)
  }
}
