import CSystemd
import Glibc
import Sandboxing

/// Appends values to a message. libsystemd checks every one against the message's signature as it grows.
struct MessageWriter {
  let message: OpaquePointer

  func append(_ value: BusValue) throws(BusError) {
    switch value {
    case .bool(let truth): try basic("b", Int32(truth ? 1 : 0))
    case .byte(let number): try basic("y", number)
    case .int16(let number): try basic("n", number)
    case .uint16(let number): try basic("q", number)
    case .int32(let number): try basic("i", number)
    case .uint32(let number): try basic("u", number)
    case .int64(let number): try basic("x", number)
    case .uint64(let number): try basic("t", number)
    case .double(let number): try basic("d", number)
    case .descriptor(let number): try basic("h", number)
    case .string(let text): try string("s", text)
    case .objectPath(let text): try string("o", text)
    case .signature(let text): try string("g", text)
    case .array(let element, let elements): try container("a", element, elements)
    case .structure(let members):
      try container("r", members.map(\.signature).joined(), members)
    case .entry(let key, let value):
      try container("e", key.signature + value.signature, [key, value])
    case .variant(let value): try container("v", value.signature, [value])
    }
  }

  private func basic(_ type: Character, _ value: some BitwiseCopyable) throws(BusError) {
    try check(withUnsafePointer(to: value) { sd_bus_message_append_basic(message, type.code, $0) }, type)
  }

  private func string(_ type: Character, _ text: String) throws(BusError) {
    // C would end the string at a NUL and send something else than what was meant.
    guard !text.utf8.contains(0) else { throw BusError(returned: -EINVAL, doing: "A D-Bus string cannot hold a NUL") }
    try check(text.withCString { sd_bus_message_append_basic(message, type.code, $0) }, type)
  }

  private func container(_ type: Character, _ contents: String, _ members: [BusValue]) throws(BusError) {
    try check(sd_bus_message_open_container(message, type.code, contents), type)
    for member in members { try append(member) }
    try check(sd_bus_message_close_container(message), type)
  }

  private func check(_ code: Int32, _ type: Character) throws(BusError) {
    guard code >= 0 else { throw BusError(returned: code, doing: "Could not write a D-Bus value of type '\(type)'") }
  }
}

extension Character {
  /// The type's code as libsystemd's `char type` takes it.
  fileprivate var code: CChar { CChar(asciiValue ?? 0) }
}
