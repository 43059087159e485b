/// A range of addresses of `IPAddressAllow=` and `IPAddressDeny=`.
struct AddressRange: Hashable, Sendable {
  /// Address bytes in network order: four, or sixteen.
  let bytes: [UInt8]
  /// How many leading bits of the address count.
  let prefix: UInt32

  /// The named ranges of systemd.resource-control(5), each with its IPv4 and its IPv6 part.
  private static let named: [(name: String, ranges: [AddressRange])] = [
    ("any", [ipv4(0, 0, 0, 0, 0), ipv6([:], 0)]),
    ("localhost", [ipv4(127, 0, 0, 0, 8), ipv6([15: 1], 128)]),
    ("link-local", [ipv4(169, 254, 0, 0, 16), ipv6([0: 0xfe, 1: 0x80], 64)]),
    ("multicast", [ipv4(224, 0, 0, 0, 4), ipv6([0: 0xff], 8)]),
  ]

  /// The ranges of a name, or the one of `ADDRESS/PREFIX` as ``names(in:)`` writes it; none for anything else.
  static func ranges(of text: String) -> [AddressRange] {
    named.first { $0.name == text }?.ranges ?? AddressRange(text).map { [$0] } ?? []
  }

  /// The names that a list from D-Bus, `a(iayu)`, comes to, with `ADDRESS/PREFIX` for a range that belongs to none.
  static func names(in value: BusValue) -> [String] {
    let ranges = (value.elements ?? []).compactMap(AddressRange.init)
    let names = named.filter { $0.ranges.allSatisfy(ranges.contains) }
    let covered = Set(names.flatMap(\.ranges))
    return names.map(\.name) + ranges.filter { !covered.contains($0) }.map(\.text)
  }

  private var text: String {
    let address =
      bytes.count == 4
      ? bytes.map { String($0) }.joined(separator: ".")
      : stride(from: 0, to: bytes.count - 1, by: 2)
        .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
    return "\(address)/\(prefix)"
  }

  private init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let prefix = UInt32(parts[1]) else { return nil }
    let four = parts[0].split(separator: ".").map { UInt8($0) }
    let eight = parts[0].split(separator: ":").map { UInt16($0, radix: 16) }
    let bytes = four.count == 4 ? four : eight.count == 8 ? eight.flatMap { Self.bytes(of: $0) } : []
    guard !bytes.isEmpty, !bytes.contains(nil) else { return nil }
    self.init(bytes: bytes.compactMap { $0 }, prefix: prefix)
  }

  private static func bytes(of group: UInt16?) -> [UInt8?] {
    [group.map { UInt8($0 >> 8) }, group.map { UInt8($0 & 0xff) }]
  }

  /// The range as D-Bus has it, `(iayu)`.
  var busValue: BusValue {
    .structure([
      .int32(bytes.count == 4 ? 2 : 10), .array(element: "y", bytes.map(BusValue.byte)), .uint32(prefix),
    ])
  }

  private init?(_ value: BusValue) {
    guard let parts = value.elements, parts.count == 3, let address = parts[1].elements,
      case .uint32(let prefix) = parts[2]
    else { return nil }
    self.init(bytes: address.compactMap { $0.unsigned.map { UInt8(truncatingIfNeeded: $0) } }, prefix: prefix)
  }

  private init(bytes: [UInt8], prefix: UInt32) {
    self.bytes = bytes
    self.prefix = prefix
  }

  private static func ipv4(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ prefix: UInt32) -> AddressRange {
    AddressRange(bytes: [a, b, c, d], prefix: prefix)
  }

  private static func ipv6(_ bytes: [Int: UInt8], _ prefix: UInt32) -> AddressRange {
    AddressRange(bytes: (0..<16).map { bytes[$0] ?? 0 }, prefix: prefix)
  }
}
