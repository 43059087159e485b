import Glibc

/// As much of D-Bus as it takes to have the manager start a unit (D-Bus Specification; org.freedesktop.systemd1(5)).
struct DBusClient {
  private let talk: Conversation

  init(_ descriptor: Int32) { talk = Conversation(descriptor) }

  /// Asks for a transient unit; over a bus the manager has a name there, its own socket leads to nobody else.
  func startUnit(over name: String?) -> Outcome {
    // The user is told as text in hexadecimal; whether it is true the other side sees for itself.
    let user = String(geteuid()).utf8.map { String($0, radix: 16) }.joined()
    guard talk.send([0] + Array("AUTH EXTERNAL \(user)\r\n".utf8)), let answer = talk.receive(until: endsLine) else {
      return talk.ended
    }
    guard answer.starts(with: "OK ".utf8) else { return .denied(.state("not let in")) }
    var calls = Array("BEGIN\r\n".utf8)
    if name != nil {
      calls +=
        DBusMessage(
          path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus", member: "Hello",
          destination: "org.freedesktop.DBus", serial: 1
        ).bytes
    }
    let start: UInt32 = 2
    calls +=
      DBusMessage(
        path: "/org/freedesktop/systemd1", interface: "org.freedesktop.systemd1.Manager", member: "StartTransientUnit",
        destination: name, serial: start, signature: "ssa(sv)a(sa(sv))", body: Self.unit
      ).bytes
    guard talk.send(calls) else { return Outcome(error: errno) }
    var reply: DBusReply?
    let isAnswered = talk.receive { bytes in
      reply = DBusReply.first(to: start, in: bytes)
      return reply != nil
    }
    guard isAnswered != nil, let reply else { return talk.ended }
    guard let error = reply.error else { return .allowed }
    let isRefusal = ["AccessDenied", "AuthFailed", "InteractiveAuthorizationRequired"].contains { error.hasSuffix($0) }
    return isRefusal ? .denied(.state(error)) : .unclear(.state(error))
  }

  private func endsLine(_ bytes: [UInt8]) -> Bool { bytes.suffix(2) == Array("\r\n".utf8)[...] }

  /// A name, a mode, and what the unit is.
  private static var unit: DBusBody {
    var body = DBusBody()
    body.append(Escape.unitName())
    body.append("fail")
    body.array(alignedTo: 8) { properties in
      for (name, value) in [("Type", "oneshot"), ("CollectMode", "inactive-or-failed")] {
        properties.align(8)
        properties.append(name)
        properties.append(signature: "s")
        properties.append(value)
      }
      properties.align(8)
      properties.append("ExecStart")
      properties.append(signature: "a(sasb)")
      properties.array(alignedTo: 8) { commands in
        commands.align(8)
        commands.append(Escape.program)
        commands.array(alignedTo: 4) { $0.append(Escape.program) }
        commands.append(UInt32(0))
      }
    }
    body.array(alignedTo: 8) { _ in }
    return body
  }
}

/// Values in the order of a message, in little-endian order and each at a multiple of its alignment.
struct DBusBody {
  private(set) var bytes: [UInt8] = []

  mutating func align(_ boundary: Int) {
    while !bytes.count.isMultiple(of: boundary) { bytes.append(0) }
  }

  mutating func append(_ number: UInt32) {
    align(4)
    bytes += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  mutating func append(_ text: String) {
    append(UInt32(text.utf8.count))
    bytes += Array(text.utf8) + [0]
  }

  mutating func append(signature: String) { bytes += [UInt8(signature.utf8.count)] + Array(signature.utf8) + [0] }

  /// The length does not count what comes before the first element.
  mutating func array(alignedTo boundary: Int, _ elements: (inout DBusBody) -> Void) {
    append(UInt32(0))
    let place = bytes.count
    align(boundary)
    let begin = bytes.count
    elements(&self)
    let length = UInt32(bytes.count - begin)
    for index in 0..<4 { bytes[place - 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
  }
}

/// A method call.
struct DBusMessage {
  let path: String
  let interface: String
  let member: String
  let destination: String?
  let serial: UInt32
  var signature: String?
  var body = DBusBody()

  var bytes: [UInt8] {
    var header = DBusBody()
    let (little, call, version): (UInt8, UInt32, UInt32) = (UInt8(ascii: "l"), 1, 1)
    header.append(UInt32(little) | call << 8 | version << 24)
    header.append(UInt32(body.bytes.count))
    header.append(serial)
    let fields: [(UInt8, String, String?)] = [
      (1, "o", path), (2, "s", interface), (3, "s", member), (6, "s", destination), (8, "g", signature),
    ]
    header.array(alignedTo: 8) { list in
      for case (let code, let type, let value?) in fields {
        list.align(8)
        list.append(code: code, type: type)
        if type == "g" { list.append(signature: value) } else { list.append(value) }
      }
    }
    header.align(8)
    return header.bytes + body.bytes
  }
}

extension DBusBody {
  fileprivate mutating func append(code: UInt8, type: String) {
    bytes.append(code)
    append(signature: type)
  }
}

/// An answer to a call.
struct DBusReply {
  /// The name of the error that was answered; nil where the call succeeded.
  let error: String?

  /// The answer to a call among what has come so far; nil where it is not there yet.
  static func first(to serial: UInt32, in bytes: [UInt8]) -> DBusReply? {
    var rest = bytes[...]
    while rest.count >= 16 {
      let message = Array(rest)
      let fields = Int(number(message, 12))
      let length = (16 + fields + 7) / 8 * 8 + Int(number(message, 4))
      guard message.count >= length else { return nil }
      let (type, header) = (message[1], readFields(message, in: 16..<16 + fields))
      if type == 2 || type == 3, header.serial == serial { return DBusReply(error: type == 3 ? header.error : nil) }
      rest = rest.dropFirst(length)
    }
    return nil
  }

  /// The fields that an answer is known by: 5 is the serial of the call, 4 the error's name. All types that occur are
  /// texts, signatures and numbers.
  private static func readFields(_ bytes: [UInt8], in range: Range<Int>) -> (serial: UInt32?, error: String?) {
    var (serial, error): (UInt32?, String?) = (nil, nil)
    var place = range.lowerBound
    while place + 4 < range.upperBound, range.upperBound <= bytes.count {
      place = (place + 7) / 8 * 8
      let (code, type) = (bytes[place], bytes[place + 2])
      place += 4
      switch type {
      case UInt8(ascii: "u"):
        if code == 5 { serial = number(bytes, place) }
        place += 4
      case UInt8(ascii: "g"): place += Int(bytes[place]) + 2
      default:
        let length = Int(number(bytes, place))
        let text = bytes.dropFirst(place + 4).prefix(length)
        if code == 4 { error = String(decoding: text, as: UTF8.self) }
        place += length + 5
      }
    }
    return (serial, error)
  }

  private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
    guard place + 4 <= bytes.count else { return 0 }
    return (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }
  }
}
