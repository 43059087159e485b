/// All that a verdict depends on besides the sandbox: with another one of these, yesterday's trials prove nothing.
public struct RunEnvironment: Hashable, Sendable, Codable {
  /// The manager's version as it names itself: `252.39-1~deb12u1`.
  public var systemd: String
  /// The kernel's release, as uname(2) has it.
  public var kernel: String
  /// The C library that the service's root has, with its version: `glibc 2.36`.
  public var libc: String
  /// The package that the service's binary comes from, with its version; nil where no package owns it.
  public var package: String?
  /// The fingerprint of the service's binary; nil where it cannot be read.
  public var binary: String?
  /// The fingerprint of the unit file and its drop-ins.
  public var unit: String

  /// An environment by its parts.
  public init(
    systemd: String, kernel: String, libc: String, package: String? = nil, binary: String? = nil, unit: String
  ) {
    self.systemd = systemd
    self.kernel = kernel
    self.libc = libc
    self.package = package
    self.binary = binary
    self.unit = unit
  }
}
