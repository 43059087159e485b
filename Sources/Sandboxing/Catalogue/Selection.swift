/// What a person names to have it alone or to leave it out: `ProtectSystem`, `ProtectSystem=strict`.
public struct Selection: Hashable, Sendable, Codable {
  /// The directive.
  public let directive: String
  /// One of its restrictions; nil for all of them.
  public let value: String?

  /// Reads `DIRECTIVE` or `DIRECTIVE=VALUE`; nil where the catalogue has no such directive.
  public init?(parsing text: some StringProtocol) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first.map({ String($0) }), Catalogue.directive(name) != nil else { return nil }
    directive = name
    value = parts.count == 2 ? String(parts[1]) : nil
  }

  /// Whether the directive has such a restriction on some system, as far as that can be told without one: any path may be
  /// one's own.
  public var isPossible: Bool {
    guard let value else { return true }
    switch Catalogue.directive(directive)?.shape {
    case .ladder(let rungs): return rungs.contains { $0.value == value }
    case .set(let set): return set.isPossible(value)
    case nil: return false
    }
  }

  /// Which restrictions of the directive come nearest to one that it does not have: ` (did you mean 'A' or 'B'?)`.
  public var question: String {
    guard let value, let directive = Catalogue.directive(directive) else { return "" }
    let platform = Platform(systemdVersion: 0, capabilities: Capability.names)
    let values = directive.members(on: ServiceContext(platform: platform)).map(\.value)
    return SimilarNames.question(
      SimilarNames.nearest(to: value, among: values).map { "\(directive.name)=\($0)" })
  }

  /// Whether this names the restriction.
  public func names(_ restriction: Restriction) -> Bool {
    restriction.directive == directive && (value == nil || value == restriction.value)
  }

  /// Whether what this names is among the effects of something: then leaving this out means leaving that out.
  func isPart(of effects: Set<Effect>, on context: ServiceContext) -> Bool {
    guard let value else { return effects.contains { $0.directive == directive } }
    let named = Catalogue.effects(of: Restriction(directive, value), on: context)
    return !named.isEmpty && named.isSubset(of: effects)
  }
}
