/// What the catalogue needs to know of the system that a sandbox is for: read from the running manager, never assumed.
public struct Platform: Hashable, Sendable, Codable {
  /// How control groups are mounted (systemd's "unified", "hybrid" and "legacy" hierarchies).
  public enum ControlGroupLayout: String, Sendable, Codable {
    /// cgroup v2 only.
    case unified
    /// v2 for processes, v1 for controllers.
    case hybrid
    /// v1 only.
    case legacy
  }

  /// The manager's major version: 252.
  public var systemdVersion: Int
  /// Its compile-time features with their sign, as `systemctl --version` prints them: `+BPF_FRAMEWORK`.
  public var systemdFeatures: Set<String>
  /// The kernel's release, as uname(2) has it: `6.18.44`.
  public var kernelRelease: String
  /// How control groups are mounted for this manager.
  public var controlGroups: ControlGroupLayout
  /// The capabilities that this kernel knows, in the order of their numbers: `CAP_CHOWN` is 0 (capabilities(7)).
  public var capabilities: [String]
  /// The system call groups as the *running* systemd lists them, nested groups resolved: `@mount` to its calls.
  public var systemCallGroups: [String: [String]]

  /// Describes a system.
  public init(
    systemdVersion: Int, systemdFeatures: Set<String> = [], kernelRelease: String = "",
    controlGroups: ControlGroupLayout = .unified, capabilities: [String] = [],
    systemCallGroups: [String: [String]] = [:]
  ) {
    self.systemdVersion = systemdVersion
    self.systemdFeatures = systemdFeatures
    self.kernelRelease = kernelRelease
    self.controlGroups = controlGroups
    self.capabilities = capabilities
    self.systemCallGroups = systemCallGroups
  }
}
