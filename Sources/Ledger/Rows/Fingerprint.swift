import Foundation

/// A short stable name for some bytes, to notice that they changed: FNV-1a with 128 bits (draft-eastlake-fnv).
///
/// It protects against mistakes, not against somebody who makes two files with one fingerprint on purpose.
public struct Fingerprint: Hashable, Sendable {
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

  /// The fingerprint of nothing.
  public init() {}

  /// The fingerprint of these parts; where one part ends and the next begins counts.
  public init(of parts: some Sequence<String>) {
    for part in parts { add(part.utf8) }
  }

  /// Takes one more part in, its length first.
  public mutating func add(_ bytes: some Collection<UInt8>) {
    withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { mix($0) }
    mix(bytes)
  }

  /// Which of so many parts, counted from 0, this belongs to; always the same one, and each gets about as many.
  public func part(of count: Int) -> Int { Int(state % UInt128(max(1, count))) }

  private mutating func mix(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      state ^= UInt128(byte)
      state &*= 0x0000_0000_0100_0000_0000_0000_0000_013b
    }
  }
}

extension Fingerprint: CustomStringConvertible {
  /// 32 hexadecimal digits.
  public var description: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 32 - digits.count) + digits
  }
}

/// A value as JSON that is the same text for the same value, whoever writes it when, so that two can be compared and a
/// fingerprint taken of it.
public struct StableJSON: Sendable {
  /// The JSON.
  public let text: String

  /// A value's.
  ///
  /// - Parameters:
  ///   - value: the value.
  ///   - pretty: whether it stands on several lines, for people.
  /// - Throws: what the encoder throws.
  public init(_ value: some Encodable, pretty: Bool = false) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    text = String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}
