import CLinux
import Glibc
import Linux

/// What may be done with a device, or with all of a kind or of a major number.
struct DeviceRule {
  /// `c` or `b`.
  let kind: Character
  var major: UInt32?
  var minor: UInt32?
  /// Letters of `rwm`: read, write, make nodes.
  let access: String

  /// The line for a v1 group's devices.allow.
  var line: String { "\(kind) \(major.map { "\($0)" } ?? "*"):\(minor.map { "\($0)" } ?? "*") \(access)" }

  /// Has the kernel hold a v2 group, and those below it, to rules: that has no file for them, but runs a program.
  static func attach(_ rules: [DeviceRule], to group: String) throws(SystemCallError) {
    let directory = try openFile(group, O_RDONLY | O_DIRECTORY)
    let accesses = rules.map { strdup($0.access) }
    defer { for access in accesses { free(access) } }
    let plain = zip(rules, accesses).compactMap { rule, access in
      access.map {
        clinux_device_rule(
          kind: CChar(bitPattern: rule.kind.asciiValue ?? 0), major: rule.major.map(CInt.init(bitPattern:)) ?? -1,
          minor: rule.minor.map(CInt.init(bitPattern:)) ?? -1, access: $0)
      }
    }
    try checkNegative(clinux_admit_devices(directory.number, plain, plain.count), "restrict the devices of", group)
  }
}
