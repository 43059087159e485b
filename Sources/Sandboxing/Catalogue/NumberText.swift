/// The values of `SystemCallErrorNumber=` that matter here.
enum ErrorNumber {
  /// What systemd means by `kill` on the bus (src/shared/seccomp-util.h): one less than the largest integer.
  static let kill: Int32 = .max - 1
  private static let permissionDenied: Int32 = 1

  /// A number as it is written; nil for the default, which is to kill, where the manager says 0 for it.
  static func text(_ number: UInt64) -> String? {
    switch number {
    case 0, UInt64(kill): "kill"
    case UInt64(permissionDenied): "EPERM"
    default: String(number)
    }
  }

  /// The number of a text.
  static func number(_ text: String) -> Int32 {
    switch text {
    case "kill": kill
    case "EPERM": permissionDenied
    default: Int32(text) ?? permissionDenied
    }
  }
}

/// The values of `UMask=` and of `StateDirectoryMode=` and its like: file modes in octal.
enum FileMode {
  /// The bits of a mode; none where the text is not octal.
  static func bits(_ text: String) -> UInt32 { UInt32(text, radix: 8) ?? 0 }

  /// What the directories of a unit have that says nothing of it (systemd.exec(5), `StateDirectoryMode=`).
  static let `default`: UInt32 = 0o755

  /// A mode in four octal digits.
  static func text(_ bits: UInt32) -> String {
    let digits = String(bits, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
