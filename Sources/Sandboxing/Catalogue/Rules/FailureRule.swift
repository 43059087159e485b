/// What is known when one says why a service does not work under a restriction.
public struct FailureFacts: Sendable {
  /// What a healthy run and the unit told before.
  let baseline: BaselineFacts
  let context: ServiceContext
  /// What is denied to it already, and it works: no reason.
  let kept: Sandbox
  /// What was said where it failed: names that are in it come first.
  let said: String

  /// The facts about a service that works under `kept`.
  ///
  /// - Parameters:
  ///   - runtime: what it was seen to use without restrictions.
  ///   - context: the system and the unit's own settings.
  ///   - kept: what it works with.
  ///   - said: the line that its failure is best told by.
  public init(_ runtime: RuntimeObservation, on context: ServiceContext, keeping kept: Sandbox, said: String) {
    baseline = BaselineFacts(runtime, on: context, trying: [])
    (self.context, self.kept, self.said) = (context, kept, said)
  }

  var runtime: RuntimeObservation { baseline.runtime }

  /// A few of many names, those first that were said.
  func list(_ names: [String]) -> String {
    let most = 4
    let words = Set(said.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    let ordered = names.filter(words.contains) + names.filter { !words.contains($0) }
    let rest = ordered.count > most ? " and \(ordered.count - most) more" : ""
    return ordered.prefix(most).joined(separator: ", ") + rest
  }
}

/// What a service uses or needs of what the restrictions of a directive deny, where it fails under them.
public struct FailureRule: Sendable {
  /// A phrase, `it calls mount`; nil where nothing is known.
  let need: @Sendable (Candidate, FailureFacts) -> String?

  /// What it was seen to use of all that is denied.
  static let seen = FailureRule { candidate, facts in
    let restriction = candidate.restriction
    return Catalogue.reasonToWithhold(restriction, knowing: facts.runtime.uses, on: facts.context)?.phrase
      ?? families(deniedBy: restriction, facts)
  }

  /// The few families that a restriction takes away beyond what is kept: what works with all else needs one of these.
  private static func families(deniedBy restriction: Restriction, _ facts: FailureFacts) -> String? {
    let name = "RestrictAddressFamilies"
    let denied = Catalogue.effects(of: restriction, on: facts.context).filter { $0.directive == name }
    let kept = Rendering(of: facts.kept, on: facts.context).effects.members(of: name)
    let needed = Set(denied.map(\.member)).subtracting(kept)
    return (1...4).contains(needed.count) ? "it needs sockets of \(facts.list(needed.sorted()))" : nil
  }

  /// What another rule knows where this one knows nothing.
  func or(_ other: FailureRule) -> FailureRule { FailureRule { need($0, $1) ?? other.need($0, $1) } }

  /// The failure itself shows it, since nothing else is denied.
  static func shown(_ need: String) -> FailureRule { FailureRule { _, _ in need } }

  /// The same, of the paths that the restriction names.
  static let shownPath = FailureRule { candidate, _ in
    let path = candidate.restriction.deniedMember ?? candidate.restriction.value
    return path.hasPrefix("/") ? "it needs what is in \(path)" : nil
  }

  /// Calls that it was heard to make, and does not make under what is kept.
  static let systemCalls = FailureRule { candidate, facts in
    guard let heard = facts.runtime.systemCalls?.union(SystemCallHabits.loading) else { return nil }
    let kept = Rendering(of: facts.kept, on: facts.context).effects.members(of: SystemCallFilter.name)
    let made = Set(candidate.deniedSystemCalls).intersection(heard).subtracting(kept)
    return made.isEmpty ? nil : "it calls \(facts.list(made.sorted()))"
  }

  /// Calls and ports that take the capability, or that one of its processes has it in effect.
  static let capabilities = FailureRule { candidate, facts in
    guard let capability = candidate.restriction.deniedMember else { return nil }
    let made = Catalogue.systemCalls(needing: capability).intersection(facts.runtime.systemCalls ?? [])
    if !made.isEmpty { return "it calls \(facts.list(made.sorted()))" }
    if capability == "CAP_NET_BIND_SERVICE", let ports = privilegedPorts.need(candidate, facts) { return ports }
    guard let number = facts.context.platform.capabilities.firstIndex(of: capability), number < 64,
      facts.runtime.effectiveCapabilities & 1 << UInt64(number) != 0
    else { return nil }
    return "it holds \(capability)"
  }

  /// Ports that only root may listen on.
  static let privilegedPorts = FailureRule { _, facts in
    let ports = facts.baseline.privilegedPorts
    return ports.isEmpty ? nil : "it listens on \(facts.list(ports))"
  }

  /// The family over which it reports to the manager, or its own.
  static let addressFamilies = FailureRule { candidate, facts in
    candidate.restriction.deniedMember == "AF_UNIX" && facts.baseline.tellsManager
      ? "it tells systemd over AF_UNIX when it is ready" : nil
  }.or(.seen)

  /// Memory that it was seen to map, or that its failure shows it to need.
  static let executableMemory = FailureRule { _, facts in
    facts.runtime.mapsWritableExecutable ? "it maps memory to write and execute" : nil
  }.or(.shown("it needs memory that is writable and executable"))

  /// Device nodes that it opened.
  static let devices = FailureRule { _, facts in
    let devices = facts.runtime.observation.devices
    return devices.isEmpty ? nil : "it opened \(facts.list(devices))"
  }

  /// Where the code lies that it runs: the place that the restriction names, or all of them.
  static let executedPaths = FailureRule { candidate, facts in
    let directories = facts.runtime.observation.executedDirectories
    guard let path = candidate.restriction.deniedMember else {
      return directories.isEmpty ? nil : "it runs code in \(facts.list(directories))"
    }
    return directories.contains(path) ? "it runs code in \(path)" : nil
  }

  /// Where it wrote, for the value that leaves it nothing to write in.
  static func writtenPaths(under value: String) -> FailureRule {
    FailureRule { candidate, facts in
      let written = facts.runtime.observation.writtenDirectories
      return written.isEmpty || candidate.restriction.value != value ? nil : "it wrote in \(facts.list(written))"
    }
  }

  /// That the unit starts it as root.
  static let root = FailureRule { _, facts in facts.context.runsAsRoot ? "it starts as root" : nil }

  /// The same as another rule, for values other than one that leaves what it needs.
  static func but(_ value: String, _ rule: FailureRule) -> FailureRule {
    FailureRule { $0.restriction.value == value ? nil : rule.need($0, $1) }
  }
}

extension Catalogue {
  /// What a service is known to use, or shown to need, of what a candidate denies and it failed under; nil where nothing is
  /// known.
  public static func need(shownBy candidate: Candidate, knowing facts: FailureFacts) -> String? {
    directive(candidate.restriction.directive)?.fails.need(candidate, facts)
  }
}
