import Linux

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
