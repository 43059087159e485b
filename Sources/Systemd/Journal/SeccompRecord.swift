import Sandboxing

/// A call that a system call filter denied or logged: the kernel's audit record 1326 (`AUDIT_SECCOMP`).
public struct SeccompRecord: Hashable, Sendable {
  /// The call by name or, where it has none here, by number.
  public let systemCall: String
  /// The process, as the *initial* process namespace numbers it: not as a lab does.
  public let pid: Int32
  /// The process's name, at most 15 bytes.
  public let command: String
  /// The program that it ran.
  public let executable: String
  /// The signal that ended it; 0 where the call only failed, or was only logged.
  public let signal: Int32
  /// When, in milliseconds since the epoch.
  public let milliseconds: UInt64
  /// The record's number among all that the kernel wrote since it booted.
  public let serial: UInt64
  /// The control group of the process at the moment when the record was read; nil where it had gone by then.
  public var controlGroup: String?

  /// Reads the text of a record, with or without what the kernel log puts before it: `audit: type=1326`.
  ///
  /// - Returns: nil for other texts.
  public init?(parsing text: String) {
    guard let start = text.firstRange(of: "audit("), let end = text[start.upperBound...].firstIndex(of: ")") else {
      return nil
    }
    // audit(SECONDS.MILLISECONDS:SERIAL)
    let stamp = text[start.upperBound..<end].split { ".:".contains($0) }.compactMap { UInt64($0) }
    var fields: [Substring: Substring] = [:]
    for word in text[end...].split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { fields[parts[0]] = parts[1] }
    }
    guard stamp.count == 3, let number = fields["syscall"].flatMap({ Int($0) }),
      let architecture = fields["arch"].flatMap({ UInt32($0, radix: 16) }),
      let pid = fields["pid"].flatMap({ Int32($0) })
    else { return nil }
    systemCall = (architecture == Self.native ? Self.names[number] : nil) ?? "system call \(number)"
    self.pid = pid
    command = Self.text(fields["comm"])
    executable = Self.text(fields["exe"])
    signal = fields["sig"].flatMap { Int32($0) } ?? 0
    milliseconds = stamp[0] * 1000 + stamp[1]
    serial = stamp[2]
  }

  /// Whether the process belonged to a unit of the manager whose control group is `manager`; false where nobody knows.
  public func isOf(_ unit: String, below manager: String = "") -> Bool {
    guard let controlGroup, controlGroup.hasPrefix(manager) else { return false }
    return controlGroup.dropFirst(manager.utf8.count).split(separator: "/").contains { $0 == unit }
  }

  private static let names = Dictionary(
    SystemCalls.names.compactMap { name in SystemCalls.number(of: name).map { ($0, name) } },
    uniquingKeysWith: { first, _ in first })

  /// This processor's own architecture, as audit records have it (`AUDIT_ARCH_X86_64`, `AUDIT_ARCH_AARCH64`): the
  /// numbers of others mean other calls.
  #if arch(x86_64)
    private static let native: UInt32 = 0xc000_003e
  #else
    private static let native: UInt32 = 0xc000_00b7
  #endif

  /// A string is quoted or, where it holds anything a reader could trip over, in hexadecimal (auditd(8)).
  private static func text(_ value: Substring?) -> String {
    guard let value else { return "" }
    if value.hasPrefix("\"") { return String(value.dropFirst().prefix { $0 != "\"" }) }
    let digits = Array(value.utf8)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
    return bytes.count * 2 == digits.count ? String(decoding: bytes, as: UTF8.self) : String(value)
  }
}
