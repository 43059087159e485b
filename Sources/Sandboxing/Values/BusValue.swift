/// A value as it travels over D-Bus, with its type (D-Bus Specification, "Type System").
///
/// It stands on the ground floor because the catalogue renders sandboxes to unit properties; who encodes it into a
/// message is the Systemd module.
public indirect enum BusValue: Hashable, Sendable {
  /// `b`
  case bool(Bool)
  /// `y`
  case byte(UInt8)
  /// `n`
  case int16(Int16)
  /// `q`
  case uint16(UInt16)
  /// `i`
  case int32(Int32)
  /// `u`
  case uint32(UInt32)
  /// `x`
  case int64(Int64)
  /// `t`
  case uint64(UInt64)
  /// `d`
  case double(Double)
  /// `h`: an open file of this process, which whoever is called gets as its own.
  case descriptor(Int32)
  /// `s`
  case string(String)
  /// `o`
  case objectPath(String)
  /// `g`
  case signature(String)
  /// `a` and the signature of its elements, which an empty array needs too.
  case array(element: String, [BusValue])
  /// `(…)`
  case structure([BusValue])
  /// `{…}`: only ever an element of an array.
  case entry(key: BusValue, value: BusValue)
  /// `v`
  case variant(BusValue)

  /// The D-Bus signature of this value's type.
  public var signature: String {
    switch self {
    case .bool: "b"
    case .byte: "y"
    case .int16: "n"
    case .uint16: "q"
    case .int32: "i"
    case .uint32: "u"
    case .int64: "x"
    case .uint64: "t"
    case .double: "d"
    case .descriptor: "h"
    case .string: "s"
    case .objectPath: "o"
    case .signature: "g"
    case .array(let element, _): "a" + element
    case .structure(let members): "(" + members.map(\.signature).joined() + ")"
    case .entry(let key, let value): "{" + key.signature + value.signature + "}"
    case .variant: "v"
    }
  }

  /// An array of strings, `as`.
  public static func strings(_ values: some Sequence<String>) -> BusValue {
    .array(element: "s", values.map(BusValue.string))
  }

  /// An allow- or deny-list, `(bas)`: true means that the members are what is allowed.
  public static func list(allow: Bool, _ members: some Sequence<String>) -> BusValue {
    .structure([.bool(allow), .strings(members)])
  }

  /// The text of a string, object path or signature; nil for everything else.
  public var text: String? {
    switch self {
    case .string(let text), .objectPath(let text), .signature(let text): text
    default: nil
    }
  }

  /// The elements of an array or the members of a structure; nil for everything else.
  public var elements: [BusValue]? {
    switch self {
    case .array(_, let elements), .structure(let elements): elements
    default: nil
    }
  }

  /// The strings of an `as`; nil for everything else.
  public var texts: [String]? {
    guard case .array("s", let elements) = self else { return nil }
    return elements.compactMap(\.text)
  }

  /// The truth of a `b`; nil for everything else.
  public var truth: Bool? {
    guard case .bool(let truth) = self else { return nil }
    return truth
  }

  /// Any integer that fits 64 unsigned bits; nil for everything else.
  public var unsigned: UInt64? {
    switch self {
    case .byte(let value): UInt64(value)
    case .uint16(let value): UInt64(value)
    case .uint32(let value): UInt64(value)
    case .uint64(let value): value
    case .int16(let value): UInt64(exactly: value)
    case .int32(let value): UInt64(exactly: value)
    case .int64(let value): UInt64(exactly: value)
    default: nil
    }
  }
}

/// One property of a unit as `StartTransientUnit` takes it: a name and a typed value (org.freedesktop.systemd1(5)).
public struct UnitProperty: Hashable, Sendable {
  /// The name on the bus, which is not always the directive's: `PrivateTmpEx`, `ExecStartEx`.
  public let name: String
  /// Its value, without the variant around it.
  public let value: BusValue

  /// A property by name and value.
  public init(_ name: String, _ value: BusValue) {
    self.name = name
    self.value = value
  }
}
