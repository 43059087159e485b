/// A rule of `SocketBindAllow=` and `SocketBindDeny=` (systemd.resource-control(5)): `any`, `tcp:80`, `ipv6:udp:5000-5010`.
struct SocketBind: Hashable, Sendable, CustomStringConvertible {
  /// AF_INET, AF_INET6, or 0 for both.
  var family: Int32 = 0
  /// IPPROTO_TCP, IPPROTO_UDP, or 0 for both.
  var transport: Int32 = 0
  /// How many ports, or 0 for all.
  var count: UInt16 = 0
  /// The first of them; 0 where all are meant.
  var firstPort: UInt16 = 0

  private static let families: [(name: String, number: Int32)] = [("ipv4", 2), ("ipv6", 10)]
  private static let transports: [(name: String, number: Int32)] = [("tcp", 6), ("udp", 17)]

  /// Reads a rule; nil where it is none.
  init?(_ text: String) {
    if text == "any" { return }
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)[...]
    guard !text.isEmpty else { return nil }
    if let known = Self.families.first(where: { $0.name == parts.first.map { String($0) } }) {
      family = known.number
      parts.removeFirst()
    }
    if let known = Self.transports.first(where: { $0.name == parts.first.map { String($0) } }) {
      transport = known.number
      parts.removeFirst()
    }
    if parts.isEmpty { return }
    let ports = parts.removeFirst().split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
    guard parts.isEmpty, (1...2).contains(ports.count), let first = ports[0], first > 0,
      let last = ports[ports.count - 1], last >= first
    else { return nil }
    firstPort = first
    count = last - first + 1
  }

  /// Reads a rule from D-Bus, `(iiqq)`; nil where it is none.
  init?(_ value: BusValue) {
    guard let parts = value.elements, parts.count == 4, case .int32(let family) = parts[0],
      case .int32(let transport) = parts[1], case .uint16(let count) = parts[2], case .uint16(let first) = parts[3]
    else { return nil }
    (self.family, self.transport, self.count, firstPort) = (family, transport, count, first)
  }

  /// The rule as D-Bus has it, `(iiqq)`.
  var busValue: BusValue { .structure([.int32(family), .int32(transport), .uint16(count), .uint16(firstPort)]) }

  var description: String {
    var parts = Self.families.filter { $0.number == family }.map(\.name)
    parts += Self.transports.filter { $0.number == transport }.map(\.name)
    if count == 1 { parts.append(String(firstPort)) }
    if count > 1 { parts.append("\(firstPort)-\(UInt32(firstPort) + UInt32(count) - 1)") }
    return parts.isEmpty ? "any" : parts.joined(separator: ":")
  }
}
