import Sandboxing
import Trials

/// What Cinch can restrict on one system, and what of it that system does.
public struct CatalogueReport: Sendable {
  /// One restriction.
  public struct Entry: Sendable {
    /// The restriction.
    public let restriction: Restriction
    /// The systemd version that brought it; 208, the oldest that the manual tells, for what is older.
    public let since: Int
    /// What the system does about it; nil where nobody has tried.
    public let enforcement: Enforcement?
    /// Why it is not supported or not enforced, as a phrase; nil where it is, or where nobody knows.
    public let obstacle: String?
  }

  /// The restrictions of one directive, in the catalogue's order.
  public struct Group: Sendable {
    /// The directive.
    public let directive: Directive
    /// Its restrictions; none where there are none before a service was seen.
    public let entries: [Entry]
    /// Why there are none, as a phrase; nil where there are some.
    public let remark: String?

    init(_ directive: Directive, _ entries: [Entry], scope: Scope) {
      self.directive = directive
      self.entries = entries
      remark =
        if !entries.isEmpty {
          nil
        } else if let plan = directive.plan, plan != scope.fileSystem {
          "with --filesystem \(plan.rawValue)"
        } else {
          "follows from what the service was seen to use, and from other restrictions"
        }
    }
  }

  /// Everything by directive, in the order of a drop-in.
  public let groups: [Group]

  /// Describes the catalogue on one system.
  ///
  /// - Parameters:
  ///   - platform: the system.
  ///   - enforcement: what a witness found, as far as it was asked.
  ///   - scope: which restrictions to list.
  public init(on platform: Platform, enforcement: [Restriction: Enforcement] = [:], scope: Scope = Scope()) {
    let context = ServiceContext(platform: platform)
    let candidates = Dictionary(
      Catalogue.candidates(on: context, scope: scope).map { ($0.restriction, $0.status) },
      uniquingKeysWith: { first, _ in first })
    let groups = Catalogue.directives.map { directive in
      let entries = directive.members(on: context, scope: scope).compactMap { member -> Entry? in
        let restriction = Restriction(directive.name, member.value)
        switch candidates[restriction] {
        case nil: return nil
        case .notSupported(let reason):
          return Entry(restriction: restriction, since: member.since, enforcement: .notSupported, obstacle: reason)
        case .candidate, .alreadySet, .excluded:
          let enforcement = enforcement[restriction]
          return Entry(
            restriction: restriction, since: member.since, enforcement: enforcement,
            obstacle: enforcement == .notEnforced ? Catalogue.missingNeeds(of: restriction, on: platform) : nil)
        }
      }
      return Group(directive, entries, scope: scope)
    }
    self.groups = Theme.allCases.flatMap { theme in groups.filter { $0.directive.theme == theme } }
  }
}
