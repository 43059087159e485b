/// The probes that name the loopback address of IPv4, over that of IPv6.
struct ProbesOverIPv6: Rehearsal {
  let name = RehearsalName.ipv6
  let summary = "the probes over ::1"
  let isOfEveryTrial = true
  let isHarmless = true

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    let probes = lifecycle.check.probes.enumerated().compactMap { index, probe in
      probe.overIPv6.map { (number: "\(index + 1)", probe: $0) }
    }
    if let known {
      for (number, probe) in probes where known.contains(number) {
        let outcome = try await lifecycle.ask(probe)
        guard outcome.isSuccess else { throw failure("probe \(number) said unhealthy over ::1", probe: outcome) }
      }
      return known
    }
    guard try await lifecycle.listeners().contains(where: { $0.hasPrefix("tcp:[::") || $0.hasPrefix("udp:[::") })
    else { throw NotRehearsed(reason: "it does not listen on ::1") }
    guard !probes.isEmpty else { throw NotRehearsed(reason: "no probe names an address that has one of IPv6") }
    var passing: [String] = []
    for (number, probe) in probes where try await lifecycle.ask(probe).isSuccess { passing.append(number) }
    guard !passing.isEmpty else {
      throw NotRehearsed(reason: "no probe passes over ::1 without any restriction either")
    }
    return passing
  }
}

extension Lifecycle {
  /// What a question brings.
  ///
  /// - Parameters:
  ///   - probe: the question.
  ///   - user: who asks; nil for whoever asks the health check's.
  /// - Returns: how it ended.
  /// - Throws: what the manager throws.
  func ask(_ probe: Probe, as user: String? = nil) async throws -> CommandRunner.Outcome {
    try await commands.run(probe.script, variables: await probeVariables(), user: user, limit: limits.probe)
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
