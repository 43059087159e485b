import Glibc

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
