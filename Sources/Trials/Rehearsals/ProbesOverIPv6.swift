/// The probes that name the loopback address of IPv4, over that of IPv6.
struct ProbesOverIPv6: Rehearsal {
  let name = RehearsalName.ipv6
  let summary = "the probes over ::1"
  let isOfEveryTrial = true
  let isHarmless = true

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    let probes = lifecycle.check.probes.map(\.overIPv6)
    if let known { return try await pass(known, of: probes, in: lifecycle, "over ::1") }
    guard try await lifecycle.listeners().contains(where: { $0.hasPrefix("tcp:[::") || $0.hasPrefix("udp:[::") })
    else { throw NotRehearsed(reason: "it does not listen on ::1") }
    guard probes.contains(where: { $0 != nil }) else {
      throw NotRehearsed(reason: "no probe names an address that has one of IPv6")
    }
    return try await passing(of: probes, in: lifecycle, "over ::1")
  }
}

extension Probe {
  /// The same question with the loopback address of IPv6 in place of that of IPv4; nil where it names none.
  var overIPv6: Probe? {
    switch self {
    case .exec(let command): Self.overIPv6(command).map(Probe.exec)
    case .http(let url): Self.overIPv6(url).map(Probe.http)
    case .tcp(let host, let port):
      ["127.0.0.1", "localhost"].contains(host) ? .tcp(host: "::1", port: port) : nil
    }
  }

  private static func overIPv6(_ text: String) -> String? {
    // In a URL, and before a port, an address of IPv6 stands in brackets (RFC 3986, 3.2.2).
    let address = #/(?<lead>\/\/(?:[^\s\/@]*@)?|\/|^|[^\w.\-\/])(?:127\.0\.0\.1|localhost)(?![\w.\-])(?<port>:\d)?/#
    let rewritten = text.replacing(address) { match in
      let (lead, port) = (match.output.lead, match.output.port ?? "")
      return lead.hasPrefix("//") || !port.isEmpty ? "\(lead)[::1]\(port)" : "\(lead)::1"
    }
    return rewritten == text ? nil : rewritten
  }
}
