import CSystemd
import Glibc
import Linux
import Sandboxing

extension Manager {
  /// What the catalogue needs to know of this manager's system.
  ///
  /// - Parameters:
  ///   - root: Where the manager's own root directory is seen from here: `/`, or `/proc/LEADER/root` for a lab.
  ///   - systemCallFilter: What the manager's own `systemd-analyze syscall-filter` prints.
  /// - Returns: The platform; capabilities and kernel are this machine's own, which a lab shares.
  /// - Throws: ``BusError``.
  public func platform(root: String = "/", systemCallFilter: String) async throws -> Platform {
    Platform(
      systemdVersion: Self.major(of: try await version()),
      systemdFeatures: try await features(),
      kernelRelease: Kernel.release,
      controlGroups: Self.controlGroupLayout(root: root),
      capabilities: Capability.names(upTo: Kernel.lastCapability),
      systemCallGroups: SystemCallGroups.parse(systemCallFilter))
  }

  /// The number that a version begins with: 252 of `252.39-1~deb12u2`, 257 of `v257~rc1`; 0 where there is none.
  static func major(of version: String) -> Int {
    Int(version.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0
  }

  /// How control groups are mounted below a root, told by the file system's type as systemd itself does it.
  static func controlGroupLayout(root: String) -> Platform.ControlGroupLayout {
    func isVersion2(_ path: String) -> Bool {
      var buffer = statfs()
      // CGROUP2_SUPER_MAGIC
      return statfs(root + path, &buffer) == 0 && UInt32(truncatingIfNeeded: buffer.f_type) == 0x6367_7270
    }
    if isVersion2("/sys/fs/cgroup") { return .unified }
    return isVersion2("/sys/fs/cgroup/unified") ? .hybrid : .legacy
  }
}

/// The running kernel, which every lab shares.
enum Kernel {
  /// As uname(2) has it.
  static var release: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    return withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// The highest capability it knows.
  static var lastCapability: Int {
    let text = (try? readFile("/proc/sys/kernel/cap_last_cap")) ?? ""
    return Int(text.prefix { $0.isNumber }) ?? -1
  }
}
