/// A file that a service was seen to use, with what says who else may use it.
public struct SeenFile: Hashable, Sendable, Codable {
  /// Where it is, as the service's system has it.
  public var path: String
  /// Its permissions, without its type: 0o640.
  public var mode: UInt32
  /// The number of its group.
  public var group: UInt32

  /// A file by its parts.
  public init(path: String, mode: UInt32, group: UInt32) {
    self.path = path
    self.mode = mode
    self.group = group
  }

  /// Its permissions in octal, as chmod(1) takes them: `0640`.
  public var modeText: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
