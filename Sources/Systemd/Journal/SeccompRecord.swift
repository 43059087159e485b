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
  public var milliseconds: UInt64 { stamp.milliseconds }
  /// The record's number among all that the kernel wrote since it booted.
  public var serial: UInt64 { stamp.serial }
  /// The control group of the process at the moment when the record was read; nil where it had gone by then.
  public var controlGroup: String?
  /// When the call was made, for the last time.
  var stamp: Stamp

  /// Reads the text of a record, with or without what the kernel log puts before it: `audit: type=1326`.
  ///
  /// - Returns: nil for other texts.
  public init?(parsing text: String) {
    let text = Array(text.utf8)[...]
    guard let stamp = Stamp(parsing: text) else { return nil }
    self.init(parsing: text, stamp: stamp)
  }

  /// Reads the bytes of a record whose stamp was read.
  init?(parsing text: ArraySlice<UInt8>, stamp: Stamp) {
    var (process, call, architecture, signal): (UInt64?, UInt64?, UInt64?, UInt64?)
    var (name, program) = ("", "")
    for word in text[stamp.end...].split(separator: UInt8(ascii: " ")) {
      guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = word[(equals + 1)...]
      switch word[..<equals] {
      case let key where key.elementsEqual("pid".utf8): process = Self.number(value)
      case let key where key.elementsEqual("syscall".utf8): call = Self.number(value)
      case let key where key.elementsEqual("arch".utf8): architecture = Self.number(value, radix: 16)
      case let key where key.elementsEqual("sig".utf8): signal = Self.number(value)
      case let key where key.elementsEqual("comm".utf8): name = Self.text(value)
      case let key where key.elementsEqual("exe".utf8): program = Self.text(value)
      default: continue
      }
    }
    guard let pid = process.flatMap({ Int32(exactly: $0) }), let number = call.flatMap({ Int(exactly: $0) }),
      let architecture
    else { return nil }
    systemCall = (architecture == Self.native ? Self.names[number] : nil) ?? "system call \(number)"
    self.pid = pid
    command = name
    executable = program
    self.signal = signal.flatMap { Int32(exactly: $0) } ?? 0
    self.stamp = stamp
  }

  /// What distinguishes a record from another one that says the same.
  struct Stamp: Hashable, Sendable {
    /// Since the epoch.
    let milliseconds: UInt64
    let serial: UInt64
    /// Where in the text it ends.
    let end: Int

    /// In seconds since the epoch, beyond all that a clock says.
    private static let endOfTime: UInt64 = 1 << 40

    /// Reads `audit(SECONDS.MILLISECONDS:SERIAL)`.
    init?(parsing text: ArraySlice<UInt8>) {
      let start = SeccompRecord.end(of: "audit(", in: text)
      guard let start, let end = text[start...].firstIndex(of: UInt8(ascii: ")")) else { return nil }
      let numbers = text[start..<end].split { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
        .compactMap(SeccompRecord.number)
      guard numbers.count == 3, numbers[0] < Self.endOfTime, numbers[1] < 1000 else { return nil }
      milliseconds = numbers[0] * 1000 + numbers[1]
      serial = numbers[2]
      self.end = end
    }
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
    private static let native: UInt64 = 0xc000_003e
  #else
    private static let native: UInt64 = 0xc000_00b7
  #endif

  /// A string is quoted or, where it holds anything a reader could trip over, in hexadecimal (auditd(8)).
  private static func text(_ value: ArraySlice<UInt8>) -> String {
    let quote = UInt8(ascii: "\"")
    if value.first == quote { return String(decoding: value.dropFirst().prefix { $0 != quote }, as: UTF8.self) }
    let bytes = stride(from: value.startIndex, to: value.endIndex - 1, by: 2).compactMap {
      number(value[$0..<$0 + 2], radix: 16).map(UInt8.init(truncatingIfNeeded:))
    }
    return String(decoding: bytes.count * 2 == value.count ? bytes[...] : value, as: UTF8.self)
  }

  fileprivate static func number(_ digits: ArraySlice<UInt8>) -> UInt64? { number(digits, radix: 10) }

  private static func number(_ digits: ArraySlice<UInt8>, radix: Int) -> UInt64? {
    UInt64(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  /// Where the first occurrence of a word ends.
  fileprivate static func end(of word: StaticString, in text: ArraySlice<UInt8>) -> Int? {
    let length = word.utf8CodeUnitCount
    return word.withUTF8Buffer { word in
      text.indices.dropLast(length - 1).first { text[$0..<$0 + length].elementsEqual(word) }.map { $0 + length }
    }
  }
}
