import Profiles
import Sandboxing
import Workflows

/// All that a profile and the catalogue say of one directive.
public struct Explanation: Sendable {
  /// What became of a restriction.
  public enum Fate: Sendable {
    /// It is kept; the act that it was seen to deny, where it has one.
    ///
    /// Either it cannot matter, for a reason, or what it denies was seen unused: then there is no reason.
    case kept(witness: Act?, cannotMatter: String?)
    /// The service does not work with it.
    case rejected(RejectedRestriction)
    /// Something else, in a word or two, and why.
    case other(String, reason: String)
  }

  /// One restriction of the directive.
  public struct Entry: Sendable {
    /// The restriction.
    public let restriction: Restriction
    /// What became of it.
    public let fate: Fate
  }

  /// The directive.
  public let directive: Directive
  /// Its restrictions, rejected ones first.
  public let entries: [Entry]

  /// Explains what a profile says, directive by directive in the catalogue's order.
  ///
  /// - Parameters:
  ///   - profile: what was found.
  ///   - selection: what to explain; nil for everything.
  /// - Returns: nothing where the profile does not mention what was selected.
  public static func all(in profile: Profile, of selection: Selection? = nil) -> [Explanation] {
    all(profile.entries.filter { selection?.names($0.restriction) ?? true })
  }

  /// Explains what a profile says of what a person names by itself: a capability, an address family, a group of system
  /// calls or a call, a path, with or without `~`.
  ///
  /// - Parameters:
  ///   - profile: what was found.
  ///   - member: `CAP_SYS_CHROOT`, `@mount`, `~AF_INET`, `setuid`.
  /// - Returns: nothing where the profile does not mention it.
  public static func all(in profile: Profile, ofMember member: String) -> [Explanation] {
    let name = member.hasPrefix("~") ? String(member.dropFirst()) : member
    let named = profile.entries.filter { entry in
      let words = entry.restriction.value.split { $0 == " " || $0 == "~" }
      return words.contains { $0 == name }
    }
    // A call is mostly denied by a group, which the reason names it for.
    return all(named.isEmpty ? profile.entries.filter { $0.mentions(call: name) } : named)
  }

  /// Every name by which something can be asked for.
  public static func names(in profile: Profile) -> [String] {
    Catalogue.directives.map(\.name) + profile.entries.compactMap(\.restriction.deniedMember)
  }

  private static func all(_ entries: [Entry]) -> [Explanation] {
    let byDirective = Dictionary(grouping: entries, by: \.restriction.directive)
    return Catalogue.directives.compactMap { directive in
      byDirective[directive.name].map { Explanation(directive: directive, entries: $0) }
    }
  }
}

extension Explanation.Entry {
  /// Whether it was rejected for a system call of that name.
  fileprivate func mentions(call name: String) -> Bool {
    guard restriction.directive == "SystemCallFilter", case .rejected(let rejection) = fate else { return false }
    return rejection.reason.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == name }
  }
}

extension Profile {
  fileprivate var entries: [Explanation.Entry] {
    // What a restriction denies depends on what the service uses, not on the system.
    let context = ServiceContext(platform: Platform(systemdVersion: 0), observed: installedObservation)
    func remarks(_ fate: String, _ remarks: [Remark]) -> [Explanation.Entry] {
      remarks.map { .init(restriction: $0.restriction, fate: .other(fate, reason: $0.reason)) }
    }
    var entries = rejected.map { rejection in
      let rejected = RejectedRestriction(rejection, kept: kept, command: nil)
      return Explanation.Entry(restriction: rejection.restriction, fate: .rejected(rejected))
    }
    entries += withheld.map {
      .init(
        restriction: $0.restriction,
        fate: .other(
          "withheld",
          reason: "it passed, but denies what the service is known to use, and no probe asked for: \($0.seen); "
            + "probe: \($0.probe)"))
    }
    entries += remarks("undecided", undecided.map { Remark($0, "no trial could tell") })
    let reasons = Dictionary(cannotMatter.map { ($0.restriction, $0.reason) }) { first, _ in first }
    entries += kept.restrictions.map {
      .init(
        restriction: $0,
        fate: .kept(witness: Catalogue.act(for: $0, on: context), cannotMatter: reasons[$0]))
    }
    entries += remarks("already set", alreadySet.map { Remark($0, "the unit has it by itself") })
    entries += remarks("not enforced here", notEnforced)
    entries += remarks("not supported here", notSupported)
    entries += remarks("excluded", excluded)
    return entries
  }
}
