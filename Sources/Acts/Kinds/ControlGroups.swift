import Glibc

/// The control groups of this process, in either layout.
enum ControlGroups {
  private static let mountPoints = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified", "/sys/fs/cgroup/systemd"]

  static func make() -> Outcome {
    var last = ENOENT
    for directory in mountPoints {
      if access(directory, W_OK) == 0 { return .allowed }
      if errno != ENOENT { last = errno }
    }
    return Outcome(error: last)
  }

  static func manageOwn() -> Outcome {
    guard let groups = text(of: "/proc/self/cgroup") else { return Outcome(error: errno) }
    var isMarked = false
    for line in groups.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[1].isEmpty || fields[1] == "name=systemd" else { continue }
      for mount in mountPoints { isMarked = isMarked || isDelegated("\(mount)\(fields[2])") }
    }
    return Outcome(state: isMarked, otherwise: "not marked as delegated")
  }

  /// Whether systemd marked a group as delegated (file-hierarchy and cgroup delegation: the attribute `user.delegate`,
  /// and `trusted.delegate`, which only CAP_SYS_ADMIN may read).
  private static func isDelegated(_ directory: String) -> Bool {
    ["user.delegate", "trusted.delegate"].contains { attribute in
      var value: UInt8 = 0
      let length = directory.withCString { directory in
        attribute.withCString { attribute in
          withUnsafeMutablePointer(to: &value) {
            systemCall(
              "getxattr", Int(bitPattern: directory), Int(bitPattern: attribute), Int(bitPattern: $0), 1)
          }
        }
      }
      return length == 1 && value == UInt8(ascii: "1")
    }
  }
}
