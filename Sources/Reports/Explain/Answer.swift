import Profiles
import Sandboxing
import Workflows

extension Explanation {
  /// What becomes of something that a person names by itself: a system call, a group of them, a capability, a family of
  /// addresses, a path.
  public struct Answer: Sendable {
    /// What becomes of it, in a word.
    public enum Verdict: String, Sendable {
      /// Something kept denies it.
      case denied
      /// Nothing does.
      case allowed
      /// What would deny it passed, and is not kept.
      case withheld
      /// Of a group, some.
      case partly
    }

    /// The name, without `~`.
    public let name: String
    /// What becomes of it.
    public let verdict: Verdict
    /// By what, or why, a phrase.
    public let reason: String
    /// What the profile says of all that has to do with it.
    public let explanations: [Explanation]
  }
}

extension Explanation.Answer {
  /// Looks a name up; nil where it means nothing to the profile, to the catalogue or to systemd.
  ///
  /// - Parameters:
  ///   - name: `CAP_SYS_CHROOT`, `@mount`, `~AF_INET`, `setuid`, with or without `~`.
  ///   - profile: what was found.
  ///   - groups: which system calls are in which groups, as `systemd-analyze syscall-filter` has it.
  ///   - systemd: the version that has them so, where it is not the profile's.
  public init?(about name: String, in profile: Profile, groups: [String: [String]], of systemd: String? = nil) {
    let name = name.hasPrefix("~") ? String(name.dropFirst()) : name
    let asked = Asked(name: name, profile: profile, groups: groups)
    guard let (verdict, reason, entries) = name.hasPrefix("@") ? asked.ofGroup : asked.ofMember else { return nil }
    self.name = name
    self.verdict = verdict
    let isOfCalls = !Catalogue.systemCalls(named: name, on: asked.whole).isEmpty
    let inPart = isOfCalls && verdict == .allowed ? asked.inPart : []
    let but = inPart.isEmpty ? "" : "; denied all the same: \(inPart.joined(separator: ", "))"
    self.reason = reason + but + (systemd.map { isOfCalls ? "; groups of calls are those of systemd \($0)" : "" } ?? "")
    explanations = Explanation.all(entries)
  }
}

/// A name, and what it is looked up in.
private struct Asked {
  typealias Found = (Explanation.Answer.Verdict, reason: String, entries: [Explanation.Entry])

  let name: String
  let profile: Profile
  /// What is installed: calls that the service is known to make stay allowed.
  let installed: ServiceContext
  /// What groups have in them, whatever the service does.
  let whole: ServiceContext
  let entries: [Explanation.Entry]

  init(name: String, profile: Profile, groups: [String: [String]]) {
    self.name = name
    self.profile = profile
    installed = profile.context(groups: groups)
    var observed = profile.installedObservation
    observed.systemCalls = []
    whole = ServiceContext(platform: installed.platform, observed: observed)
    entries = profile.entries(on: installed)
  }

  /// Of one thing, the first of these that is so.
  var ofMember: Found? {
    let mentioned = entries.filter { Catalogue.denies($0.restriction, name, on: whole) }
    let denying = mentioned.filter { $0.isInForce && Catalogue.denies($0.restriction, name, on: installed) }
    if !denying.isEmpty { return denied(by: denying) }
    let isCall = Catalogue.systemCalls(named: name, on: whole).contains(name)
    if isCall, installed.observed.systemCalls.contains(name) {
      return (.allowed, "the service is known to make this call: lists leave it", mentioned.filter(\.isInForce))
    }
    if let rejected = rejected(mentioned) { return rejected }
    if let first = mentioned.first { return besides(first, of: mentioned) }
    if isCall {
      let isAlways = Catalogue.isAlwaysAllowed(systemCall: name, on: whole)
      return (.allowed, isAlways ? "every filter allows it (@default)" : "nothing in the profile denies it", [])
    }
    return Catalogue.namedMembers.contains(name) ? (.allowed, "nothing in the profile denies it", []) : nil
  }

  /// Of a group, what the profile says of the group itself, or else of each of its calls.
  var ofGroup: Found? {
    let mentioned = entries.filter { entry in
      entry.restriction.deniedMember?.split(separator: " ").contains { $0 == name } ?? false
    }
    let calls = Catalogue.systemCalls(named: name, on: whole)
    let kept = entries.filter(\.isInForce)
    let denied = calls.filter { call in kept.contains { Catalogue.denies($0.restriction, call, on: installed) } }
    let left = calls.subtracting(denied).filter { !Catalogue.isAlwaysAllowed(systemCall: $0, on: whole) }.sorted()
    if let inForce = mentioned.first(where: \.isInForce) {
      let but = left.isEmpty ? "" : ", but for what the service is known to call: \(left.joined(separator: ", "))"
      return (.denied, "by \(inForce.restriction)\(but)", mentioned.filter(\.isInForce))
    }
    if let rejected = rejected(mentioned) {
      let some = denied.isEmpty ? "" : "; \(denied.count) of its \(counted(calls.count, "call")) are denied otherwise"
      return (rejected.0, rejected.reason + some, rejected.entries)
    }
    if let first = mentioned.first { return besides(first, of: mentioned) }
    guard !calls.isEmpty else { return nil }
    if denied.isEmpty { return (.allowed, "nothing in the profile denies any of its calls", []) }
    return (
      denied.count == calls.count ? .denied : .partly,
      "\(denied.count) of its \(counted(calls.count, "call")) are denied; ask for one by its name",
      kept.filter { entry in denied.contains { Catalogue.denies(entry.restriction, $0, on: installed) } }
    )
  }

  /// What of a call is denied although every filter of calls allows it: what other directives look for in its arguments, and
  /// what takes a capability.
  var inPart: [String] {
    let kept = profile.kept.restrictions
    let directives = Catalogue.directives.filter { directive in
      directive.silence?.calls.contains(name) ?? false && kept.contains { $0.directive == directive.name }
    }
    let capabilities = Capability.names.filter { capability in
      Catalogue.systemCalls(needing: capability).contains(name)
        && kept.contains { Catalogue.denies($0, capability, on: installed) }
    }
    return directives.map { "\($0.silence?.wanted ?? "") (by \($0.name)=)" } + capabilities.map { "what takes \($0)" }
  }

  private func denied(by denying: [Explanation.Entry]) -> Found {
    let others = denying.count - 1
    let also = others == 0 ? "" : ", and by \(others == 1 ? "one other" : "\(others) others")"
    let found = profile.environment
    let since = ", since the find with \(found.package.map { "\($0) and " } ?? "")systemd \(found.systemd)"
    return (.denied, "by \(denying[0].restriction)\(also)\(since)", denying)
  }

  /// What was rejected; of several, the one that denies least besides is to be understood best.
  private func rejected(_ mentioned: [Explanation.Entry]) -> Found? {
    let rejected = mentioned.filter { if case .rejected = $0.fate { true } else { false } }
    let narrowest = rejected.min {
      Catalogue.breadth(of: $0.restriction, on: whole) < Catalogue.breadth(of: $1.restriction, on: whole)
    }
    guard let narrowest, case .rejected(let rejection) = narrowest.fate else { return nil }
    let others = rejected.map(\.restriction).filter { $0 != narrowest.restriction }.map(\.description)
    let also = others.isEmpty ? "" : "; rejected as well: \(others.joined(separator: ", "))"
    return (
      .allowed, "\(narrowest.restriction) denies it and was rejected: \(rejection.reason)\(also)", [narrowest]
    )
  }

  private func besides(_ first: Explanation.Entry, of mentioned: [Explanation.Entry]) -> Found? {
    guard case .other(let fate, let reason) = first.fate else { return nil }
    let verdict = Explanation.Answer.Verdict(rawValue: fate) ?? .allowed
    return (verdict, verdict == .withheld ? reason : "\(first.restriction) is \(fate): \(reason)", mentioned)
  }
}

extension Explanation.Entry {
  /// Whether the service runs under it: it is kept, or the unit has it by itself.
  fileprivate var isInForce: Bool {
    switch fate {
    case .kept: true
    case .rejected: false
    case .other(let name, _): name == Explanation.alreadySet
    }
  }
}
