import Glibc
import Linux

extension Lab {
  /// What kind of lab to start.
  public struct Configuration: Sendable {
    /// The directory whose copy-on-write view becomes the lab's root.
    public var root: String
    /// How control groups look inside; nil for what fits the host and the root's systemd.
    public var layout: Layout?
    /// What it may do to the machine around it.
    public var allow: Set<Allowance>
    /// What it may use.
    public var limits: Limits
    /// Its host name; nil for the one that the root has.
    public var hostName: String?
    /// How long its systemd may take to boot.
    public var bootTimeout: Duration
    /// Whether its systemd has the kernel tell of every call that a filter denies, those that merely fail included. Whoever
    /// makes such calls in a loop is slowed down.
    public var logsDenials = false
    /// The `cinch` binary, which the lab's own processes run.
    public var executable: String

    /// A lab of the machine's own root unless told otherwise, run by this process's own program.
    public init(
      root: String = "/", layout: Layout? = nil, allow: Set<Allowance> = [], limits: Limits = Limits(),
      hostName: String? = nil, bootTimeout: Duration = .seconds(60), executable: String = "/proc/self/exe"
    ) {
      self.root = root
      self.layout = layout
      self.allow = allow
      self.limits = limits
      self.hostName = hostName
      self.bootTimeout = bootTimeout
      self.executable = executable
    }
  }
}

extension Lab {
  /// How control groups look inside a lab.
  public enum Layout: String, Sendable, Codable, CaseIterable {
    /// v2 for processes, v1 for the controllers that the host keeps there; systemd supports it up to version 255.
    case hybrid
    /// v2 only. Where the host keeps its controllers on v1, MemoryMax= and TasksMax= are not enforced inside.
    case v2
  }

  /// The first systemd that takes every transient unit property that trials need.
  public static let oldestSystemd = 247

  /// From here on systemd has to be talked into anything but v2.
  static let firstSystemdWithoutHybrid = 256
}

extension Lab.Layout {
  /// What fits both the host's hierarchies and the version of systemd that will run on it.
  static func fitting(systemd version: Int, hierarchies: [ControlGroupHierarchy]) -> Lab.Layout {
    let legacy = Set(hierarchies.map(\.kind))
    return version < Lab.firstSystemdWithoutHybrid && legacy.contains(.legacy("name=systemd")) ? .hybrid : .v2
  }
}
