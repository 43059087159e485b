import Sandboxing
import Trials

extension Recipe {
  /// What it asks of a service that is where it was seen, as settings that need no recipe any more.
  public func adapted(to service: SeenService) -> HealthSettings {
    let variables = variables(for: service)
    func adapted(_ script: String) -> String { Self.assigned(variables, in: script) }
    var settings = health
    settings.setup = health.setup?.map(adapted)
    settings.prepare = health.prepare?.map(adapted)
    settings.ready = health.ready.map(adapted)
    settings.probes = health.check.probes.map { probe in
      if case .exec(let script) = probe { return .exec(adapted(script)) }
      let text = variables.reduce(probe.description) { $0.replacing("$\($1.name)", with: $1.value) }
      return (try? Probe(probe.kind, text)) ?? probe
    }
    return settings
  }

  /// Each listener with the place where it was found: `http` with `127.0.0.1:8080`. That of its usual port, or else whatever
  /// else the service waits on; the usual port where it waits on nothing, as one does whose socket systemd has.
  public func places(of service: SeenService) -> [(name: String, place: String)] {
    var left = service.listeners.compactMap(SeenListener.init).sorted()
    var sockets = service.sockets.sorted()
    // Those on their usual ports first, so that none of these stands in for another one.
    var found: [String: String] = [:]
    for isUsual in [true, false] {
      for (name, place) in listeners where found[name] == nil {
        switch place {
        case .port(let transport, let port):
          guard
            let seen = left.first(where: {
              $0.transport == transport && (isUsual ? $0.port == port : transport == "tcp" || $0.port < 32768)
            })
          else { continue }
          found[name] = "\(seen.reachable):\(seen.port)"
          left.removeAll { $0.transport == transport && $0.port == seen.port }
        case .socket(let pattern):
          guard let seen = sockets.first(where: { !isUsual || Self.matches($0, pattern) }) else { continue }
          found[name] = seen
          sockets.removeAll { $0 == seen }
        }
      }
    }
    return listeners.map { name, place in
      switch place {
      case .port(_, let port): (name, found[name] ?? "127.0.0.1:\(port)")
      case .socket(let path): (name, found[name] ?? path)
      }
    }
  }

  private func variables(for service: SeenService) -> [(name: String, value: String)] {
    let places = places(of: service).flatMap { name, place -> [(name: String, value: String)] in
      guard !place.hasPrefix("/"), let colon = place.lastIndex(of: ":") else { return [(name, place)] }
      let host = place[..<colon].drop { $0 == "[" }.prefix { $0 != "]" }
      return [
        (name, place), ("\(name)_host", String(host)), ("\(name)_port", String(place[place.index(after: colon)...])),
      ]
    }
    return places + files.map { name, usual in (name, Self.path(like: usual, in: service.arguments) ?? usual) }
  }

  /// The file that a service is started with in the place of another one.
  private static func path(like usual: String, in arguments: [String]) -> String? {
    let named = arguments.compactMap { word -> String? in
      let path = word.hasPrefix("/") ? word[...] : word.drop { $0 != "=" }.dropFirst()
      return path.hasPrefix("/") ? String(path) : nil
    }
    func last(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
    func suffix(_ path: String) -> Substring? { last(path).split(separator: ".").dropFirst().last }
    return named.first { last($0) == last(usual) }
      ?? named.first { suffix($0) != nil && suffix($0) == suffix(usual) }
  }

  /// A script with those variables set before it that stand in it.
  private static func assigned(_ variables: [(name: String, value: String)], in script: String) -> String {
    let used = variables.filter { variable in
      script.ranges(of: "$").contains { range in
        let rest = script[range.upperBound...].drop { $0 == "{" }
        guard rest.hasPrefix(variable.name) else { return false }
        return rest.dropFirst(variable.name.count).first.map { !($0.isLetter || $0.isNumber || $0 == "_") } ?? true
      }
    }
    return used.map { "\($0.name)=\(Quoting.shell($0.value)); " }.joined() + script
  }
}

/// A listener as a run showed it.
private struct SeenListener: Comparable {
  let transport: String
  let address: String
  let port: UInt16

  init?(_ text: String) {
    guard let first = text.firstIndex(of: ":"), let last = text.lastIndex(of: ":"), first < last,
      let port = UInt16(text[text.index(after: last)...])
    else { return nil }
    transport = String(text[..<first])
    address = String(text[text.index(after: first)..<last])
    self.port = port
  }

  /// An address under which it is reached from the machine itself.
  var reachable: String {
    switch address {
    case "0.0.0.0": "127.0.0.1"
    case "[::]": "[::1]"
    default: address
    }
  }

  /// IPv4 first, and of it what is not only for the machine itself.
  private var rank: (Int, Int, UInt16, String) {
    (
      address.hasPrefix("[") ? 1 : 0, ["0.0.0.0", "127.0.0.1", "[::]", "[::1]"].firstIndex(of: address) ?? 4, port,
      address
    )
  }

  static func < (one: SeenListener, other: SeenListener) -> Bool { one.rank < other.rank }
}
