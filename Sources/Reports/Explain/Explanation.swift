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
  ///   - groups: which system calls are in which groups, as far as that is known.
  /// - Returns: nothing where the profile does not mention what was selected.
  public static func all(
    in profile: Profile, of selection: Selection? = nil, groups: [String: [String]] = [:]
  ) -> [Explanation] {
    all(profile.entries(on: profile.context(groups: groups)).filter { selection?.names($0.restriction) ?? true })
  }

  /// Explains what a profile says of a word that its restrictions have in their values, with or without `~`.
  ///
  /// - Parameters:
  ///   - profile: what was found.
  ///   - word: `www-data`, `tcp:80`.
  /// - Returns: nothing where the profile does not mention it.
  public static func all(in profile: Profile, withWord word: String) -> [Explanation] {
    let name = word.hasPrefix("~") ? String(word.dropFirst()) : word
    return all(
      profile.entries().filter { $0.restriction.value.split { $0 == " " || $0 == "~" }.contains { $0 == name } })
  }

  /// Every name by which something can be asked for.
  public static func names(in profile: Profile) -> [String] {
    Catalogue.directives.map(\.name) + profile.entries().compactMap(\.restriction.deniedMember)
  }

  /// What an entry's fate is called that the unit has by itself.
  static let alreadySet = "already set"

  /// Explains entries.
  static func all(_ entries: [Entry]) -> [Explanation] {
    let byDirective = Dictionary(grouping: entries, by: \.restriction.directive)
    return Catalogue.directives.compactMap { directive in
      byDirective[directive.name].map { Explanation(directive: directive, entries: $0) }
    }
  }
}

extension Profile {
  /// All that it says, rejected ones first. What the sandbox is laid on is told by the profile alone where nobody else does.
  func entries(on installed: ServiceContext? = nil) -> [Explanation.Entry] {
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
    entries += following(on: installed ?? self.context())
    entries += remarks(Explanation.alreadySet, alreadySet.map { Remark($0, "the unit has it by itself") })
    entries += remarks("not enforced here", notEnforced)
    entries += remarks("not supported here", notSupported)
    entries += remarks("excluded", excluded)
    return entries
  }
}
