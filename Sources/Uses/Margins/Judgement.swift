import Profiles
import Sandboxing

/// What a margin makes of a sandbox under which a health check passed.
public struct Judgement: Sendable {
  /// What is left of it.
  public let kept: Sandbox
  /// What is not kept, with the reason and the probe that would decide.
  public let withheld: [Withheld]
  /// What is kept and takes nothing from the service that it could do, with the reason.
  public let cannotMatter: [Remark]
  /// What the service is known to use beside what was observed, and the sandbox has to allow.
  public let allowedBack: Observation
  /// What the sandbox is laid on, with what is allowed back.
  public let context: ServiceContext

  /// Judges a sandbox that passed.
  ///
  /// - Parameters:
  ///   - passed: the sandbox.
  ///   - spared: restrictions that stay whatever is known.
  ///   - uses: what the service is known to do.
  ///   - needed: what it was seen to fail without.
  ///   - margin: how far the sandbox is to stay away from what it may do.
  ///   - service: the service.
  public init(
    of passed: Sandbox, sparing spared: Sandbox = .empty, knowing uses: [Use], needing needed: [Use], margin: Margin,
    of service: ServiceFacts
  ) {
    let impossible = Impossible(in: passed, of: service, knowing: uses)
    let matters = passed.restrictions.compactMap { restriction in
      impossible.reason(for: restriction).map { Remark(restriction, $0) }
    }
    guard margin != .none else {
      (kept, withheld, cannotMatter) = (passed, [], matters)
      (allowedBack, context) = (Observation(), service.context)
      return
    }
    let present = service.present(uses)
    let named = present + Companions.uses(with: present, needed: needed, of: service)
    let uses = named + service.socketCalls(for: named)
    let allowedBack = service.allowedBack(uses, under: passed)
    let granted = service.context.allowing(allowedBack)
    let without = Set(matters.map(\.restriction)).union(spared.restrictions)
    var withheld: [Withheld] = []
    for restriction in passed.restrictions where !without.contains(restriction) {
      if let reason = Self.reason(against: restriction, uses, before: service.context, after: granted) {
        withheld.append(reason)
      } else if margin == .wide, !Self.wasProbed(restriction, of: service) {
        withheld.append(
          Withheld(
            restriction, seen: "nothing was seen to use what it denies, and nothing asked for it",
            probe: "a command that fails under it where the service needs that"))
      }
    }
    // To leave these out would give nothing back.
    let rest = passed.without(Sandbox(withheld.map(\.restriction)))
    let anyway = withheld.map(\.restriction).compactMap { restriction in
      impossible.comesAnyway(restriction, with: rest).map { Remark(restriction, $0) }
    }
    withheld.removeAll { reason in anyway.contains { $0.restriction == reason.restriction } }
    self.withheld = withheld + Self.partlyAllowed(in: passed, without: withheld, uses, on: service.context)
    kept = passed.without(Sandbox(withheld.map(\.restriction)))
    cannotMatter = matters + anyway
    self.allowedBack = allowedBack
    context = granted
  }

  private static func reason(
    against restriction: Restriction, _ uses: [Use], before: ServiceContext, after: ServiceContext
  ) -> Withheld? {
    let calls = Catalogue.effects(of: restriction, on: after)
    // A group of system calls of which some are allowed back still denies the others.
    if restriction.directive == "SystemCallFilter", !calls.isEmpty {
      return Catalogue.deniedUse(by: restriction, of: uses.filter { $0.kind == .setting }, on: after)
        .map { Withheld(restriction, $0) }
    }
    let context = restriction.directive == "SystemCallFilter" ? before : after
    return Catalogue.deniedUse(by: restriction, of: restriction.telling(uses), on: context)
      .map { Withheld(restriction, $0) }
  }

  /// Calls that stay allowed under a group that is denied: together, by what they are known from.
  private static func partlyAllowed(
    in passed: Sandbox, without withheld: [Withheld], _ uses: [Use], on context: ServiceContext
  ) -> [Withheld] {
    func denied(_ restrictions: [Restriction]) -> Set<String> {
      restrictions.filter { $0.directive == "SystemCallFilter" }.reduce(into: []) { calls, restriction in
        calls.formUnion(Catalogue.effects(of: restriction, on: context).map(\.member))
      }
    }
    let told = denied(withheld.map(\.restriction))
    let calls = denied(passed.restrictions).subtracting(told)
    let known = Dictionary(grouping: uses.filter { $0.kind == .systemCall && calls.contains($0.name) }) {
      $0.source ?? ""
    }
    return known.sorted { $0.key < $1.key }.map { source, uses in
      let names = Set(uses.map(\.name)).sorted().joined(separator: " ")
      return Withheld(
        Restriction("SystemCallFilter", "~\(names)"), seen: source, probe: "a command that makes it call one of them")
    }
  }

  /// Whether the service was seen to make a call that the restriction denies, and passed all the same.
  private static func wasProbed(_ restriction: Restriction, of service: ServiceFacts) -> Bool {
    guard restriction.directive == "SystemCallFilter", let made = service.runtime.systemCalls else { return false }
    return Catalogue.effects(of: restriction, on: service.context).contains { made.contains($0.member) }
  }
}

extension Withheld {
  /// A restriction that denies known uses: said by where they are known from, as far as there is more to say than that they
  /// were seen.
  fileprivate init(_ restriction: Restriction, _ denied: DeniedUse) {
    var seen: Set<String> = []
    let sources = denied.uses.compactMap(\.source).filter { seen.insert($0).inserted }.prefix(3)
    self.init(
      restriction, seen: sources.isEmpty ? denied.phrase : sources.joined(separator: "; "), probe: denied.probe)
  }
}

extension ServiceContext {
  /// The same context, on which lists allow these as well.
  fileprivate func allowing(_ more: Observation) -> ServiceContext {
    ServiceContext(platform: platform, base: base, observed: observed.adding(more))
  }
}

extension ServiceFacts {
  /// The calls of whoever has sockets of a family; none where it is known to have no socket.
  fileprivate func socketCalls(for uses: [Use]) -> [Use] {
    guard let family = uses.first(where: { $0.kind == .addressFamily }) else { return [] }
    return calls(of: ["@network-io"], from: family.source ?? "it has sockets of \(family.name)")
  }

  /// What a service is known to use and was not seen to, as far as lists allow such things and a sandbox denies them.
  fileprivate func allowedBack(_ uses: [Use], under sandbox: Sandbox) -> Observation {
    let observed = context.observed
    func names(_ kind: Use.Kind, but known: [String]) -> [String] {
      var known = Set(known)
      return uses.filter { $0.kind == kind }.map(\.name).filter { known.insert($0).inserted }
    }
    let denied = sandbox.restrictions.filter { $0.directive == "SystemCallFilter" }.reduce(into: Set<String>()) {
      $0.formUnion(Catalogue.effects(of: $1, on: context).map(\.member))
    }
    var more = Observation()
    more.writtenDirectories = names(.writtenPath, but: observed.writtenDirectories)
    more.executedDirectories = names(.program, but: observed.executedDirectories)
    // Where nothing was seen to be read, the usual parts of a system stand for it.
    if !observed.readDirectories.isEmpty { more.readDirectories = names(.readPath, but: observed.readDirectories) }
    more.boundPorts = names(.port, but: observed.boundPorts)
    more.devices = names(.device, but: observed.devices)
    more.systemCalls = names(.systemCall, but: observed.systemCalls).filter(denied.contains)
    return more
  }
}
