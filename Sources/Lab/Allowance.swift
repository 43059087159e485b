extension Lab {
  /// What a lab may do to the machine around it, beyond the default of nothing.
  public enum Allowance: String, Sendable, Codable, CaseIterable {
    /// Set the clock, which all share: CAP_SYS_TIME and CAP_WAKE_ALARM.
    case time
    /// Load and unload kernel modules: CAP_SYS_MODULE.
    case modules
    /// Write everything under /proc/sys and /sys.
    case sysctl
    /// Use the host's devices: their nodes in /dev, raw I/O (CAP_SYS_RAWIO).
    case devices
    /// Load policies of security modules: CAP_MAC_ADMIN and CAP_MAC_OVERRIDE.
    case securityModules = "security-modules"
    /// Read the host's kernel log from /proc/kmsg, which takes it from others, and write to it through /dev/kmsg.
    case kernelLog = "kernel-log"
    /// Share the host's network instead of having a private one.
    case hostNetwork = "host-network"
  }

  /// What all of a lab's processes together may use.
  public struct Limits: Sendable, Codable, Hashable {
    /// Bytes of memory; nil is half of the machine's.
    public var memory: UInt64?
    /// Processes and threads.
    public var tasks: Int
    /// Bytes written to the lab's copy-on-write layer, which is memory too.
    public var disk: UInt64

    /// Limits that a daemon and its tests do not meet.
    public init(memory: UInt64? = nil, tasks: Int = 4096, disk: UInt64 = 2 << 30) {
      self.memory = memory
      self.tasks = tasks
      self.disk = disk
    }
  }
}
