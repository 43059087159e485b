/// What a person names to have it alone or to leave it out: `ProtectSystem`, `ProtectSystem=strict`.
public struct Selection: Hashable, Sendable {
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

  /// Whether this names the restriction.
  public func names(_ restriction: Restriction) -> Bool {
    restriction.directive == directive && (value == nil || value == restriction.value)
  }
}
