import CSystemd
import Glibc
import Sandboxing
import Testing

@testable import Systemd

/// Every value goes into a real message and comes out of it again.
@Suite("Values in messages")
struct MessageTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var value: BusValue
    var testDescription: String { name }
  }

  @Test(
    "come out as they went in",
    arguments: [
      Case(name: "booleans", value: .array(element: "b", [.bool(true), .bool(false)])),
      Case(name: "bytes", value: .array(element: "y", [.byte(0), .byte(255)])),
      Case(
        name: "integers at their ends",
        value: .structure([
          .int16(.min), .uint16(.max), .int32(.min), .uint32(.max), .int64(.min), .uint64(.max), .double(-0.5),
        ])),
      Case(name: "texts", value: .structure([.string("ä \n%"), .objectPath("/a/_30"), .signature("a{sv}")])),
      Case(name: "an empty array of a deep type", value: .array(element: "(sasbttttuii)", [])),
      Case(
        name: "dictionaries of variants",
        value: .array(
          element: "{sv}",
          [
            .entry(key: .string("one"), value: .variant(.uint32(1))),
            .entry(key: .string("two"), value: .variant(.list(allow: false, ["@mount"]))),
          ])),
      Case(
        name: "what StartTransientUnit takes",
        value: .array(
          element: "(sa(sv))",
          [
            .structure([
              .string("a.service"),
              .array(
                element: "(sv)",
                [
                  .structure([
                    .string("ExecStartEx"),
                    .variant(
                      .array(
                        element: "(sasas)",
                        [.structure([.string("/bin/true"), .strings(["true"]), .strings([])])])),
                  ])
                ]),
            ])
          ])),
      Case(name: "variants in variants", value: .variant(.variant(.variant(.string("x"))))),
    ])
  func roundTrip(_ item: Case) throws {
    let message = try Self.message()
    defer { sd_bus_message_unref(message) }
    try MessageWriter(message: message).append(item.value)
    try #require(sd_bus_message_seal(message, 1, 0) >= 0)
    #expect(String(cString: sd_bus_message_get_signature(message, 1)) == item.value.signature)
    #expect(try MessageReader(message: message).values() == [item.value])
  }

  @Test(
    "that D-Bus cannot hold are refused",
    arguments: [BusValue.string("a\0b"), .objectPath("not a path"), .signature("(")])
  func refused(_ value: BusValue) throws {
    let message = try Self.message()
    defer { sd_bus_message_unref(message) }
    #expect(throws: BusError.self) { try MessageWriter(message: message).append(value) }
  }

  /// A message of a connection that leads nowhere.
  private static func message() throws -> OpaquePointer {
    var ends: [Int32] = [0, 0]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer { close(ends[1]) }
    var bus: OpaquePointer?
    // The message keeps the connection, and that the other end.
    defer { sd_bus_unref(bus) }
    try #require(sd_bus_new(&bus) >= 0 && sd_bus_set_fd(bus, ends[0], ends[0]) >= 0 && sd_bus_start(bus) >= 0)
    var message: OpaquePointer?
    try #require(sd_bus_message_new_method_call(bus, &message, "a.b", "/", "a.b", "C") >= 0)
    return try #require(message)
  }
}
