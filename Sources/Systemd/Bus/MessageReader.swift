import CSystemd
import Glibc
import Sandboxing

/// Reads the values of a message, whatever their types.
struct MessageReader {
  let message: OpaquePointer
  /// Of dictionaries, only these keys are wanted; nil for all.
  var keys: Set<String>?

  /// Everything up to the end of the container that the message stands in; at first, the whole body.
  func values() throws(BusError) -> [BusValue] {
    var values: [BusValue] = []
    while let value = try next() { values.append(value) }
    return values
  }

  private func next() throws(BusError) -> BusValue? {
    var type = CChar()
    var contents: UnsafePointer<CChar>?
    guard try check(sd_bus_message_peek_type(message, &type, &contents)) > 0 else { return nil }
    let inside = contents.map { String(cString: $0) } ?? ""
    switch Character(Unicode.Scalar(UInt8(bitPattern: type))) {
    case "b": return .bool(try basic(type, Int32()) != 0)
    case "y": return .byte(try basic(type, UInt8()))
    case "n": return .int16(try basic(type, Int16()))
    case "q": return .uint16(try basic(type, UInt16()))
    case "i": return .int32(try basic(type, Int32()))
    case "u": return .uint32(try basic(type, UInt32()))
    case "x": return .int64(try basic(type, Int64()))
    case "t": return .uint64(try basic(type, UInt64()))
    case "d": return .double(try basic(type, Double()))
    case "s": return .string(try string(type))
    case "o": return .objectPath(try string(type))
    case "g": return .signature(try string(type))
    case "a" where keys != nil && inside.hasPrefix("{s"): return .array(element: inside, try wantedEntries(inside))
    case "a": return .array(element: inside, try container(type, inside))
    case "r": return .structure(try container(type, inside))
    case "e":
      let members = try container(type, inside)
      guard members.count == 2 else { throw Self.malformed }
      return .entry(key: members[0], value: members[1])
    case "v":
      guard let value = try container(type, inside).first else { throw Self.malformed }
      return .variant(value)
    case "h":
      // A file descriptor means nothing outside this process: only that there was one is kept.
      return .int32(try basic(type, Int32()))
    default: throw Self.malformed
    }
  }

  private func basic<Value: BitwiseCopyable>(_ type: CChar, _ zero: Value) throws(BusError) -> Value {
    var value = zero
    try check(sd_bus_message_read_basic(message, type, &value))
    return value
  }

  private func string(_ type: CChar) throws(BusError) -> String {
    var text: UnsafePointer<CChar>?
    try check(sd_bus_message_read_basic(message, type, &text))
    return text.map { String(cString: $0) } ?? ""
  }

  private func container(_ type: CChar, _ contents: String) throws(BusError) -> [BusValue] {
    try check(sd_bus_message_enter_container(message, type, contents))
    let members = try values()
    try check(sd_bus_message_exit_container(message))
    return members
  }

  /// The entries of a dictionary that are wanted: to leave the others out costs much less than to read them.
  private func wantedEntries(_ contents: String) throws(BusError) -> [BusValue] {
    let (array, entry, string) = (CChar(UInt8(ascii: "a")), CChar(UInt8(ascii: "e")), CChar(UInt8(ascii: "s")))
    var entries: [BusValue] = []
    try check(sd_bus_message_enter_container(message, array, contents))
    while try check(sd_bus_message_enter_container(message, entry, String(contents.dropFirst().dropLast()))) > 0 {
      let key = try self.string(string)
      if keys?.contains(key) == true, let value = try next() {
        entries.append(.entry(key: .string(key), value: value))
      } else {
        try check(sd_bus_message_skip(message, nil))
      }
      try check(sd_bus_message_exit_container(message))
    }
    try check(sd_bus_message_exit_container(message))
    return entries
  }

  @discardableResult
  private func check(_ code: Int32) throws(BusError) -> Int32 {
    guard code >= 0 else { throw BusError(returned: code, doing: "Could not read a D-Bus message") }
    return code
  }

  private static let malformed = BusError(returned: -EBADMSG, doing: "Could not read a D-Bus message")
}
