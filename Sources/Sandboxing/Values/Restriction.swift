/// One tightening step of a directive: `ProtectSystem=strict`, or, for a directive that is a set, the denial of one
/// member: `CapabilityBoundingSet=~CAP_SYS_ADMIN`, `SystemCallFilter=~@mount`.
///
/// A restriction is a name only. What it means on a machine, and how it is written, is the catalogue's business.
public struct Restriction: Hashable, Sendable {
  /// The directive's name as systemd writes it, without the equals sign: `ProtectSystem`.
  public let directive: String
  /// The rung (`strict`), or `~` and the member denied (`~CAP_SYS_ADMIN`). A set that lists what is taken away has the
  /// member as it is (`InaccessiblePaths=/srv`); where nearly all of a set goes at once, the value is what stays
  /// (`SystemCallFilter=@system-service`).
  public let value: String

  /// Names a restriction. Nothing is checked against the catalogue.
  public init(_ directive: String, _ value: String) {
    self.directive = directive
    self.value = value
  }

  /// Reads `Directive=value`; nil where there is no directive before an equals sign.
  public init?(parsing text: some StringProtocol) {
    guard let separator = text.firstIndex(of: "="), separator != text.startIndex else { return nil }
    self.init(String(text[..<separator]), String(text[text.index(after: separator)...]))
  }

  /// The member that this restriction denies, where its directive is a set; nil for a rung of a ladder.
  public var deniedMember: String? { value.hasPrefix("~") ? String(value.dropFirst()) : nil }
}

extension Restriction: CustomStringConvertible {
  /// `Directive=value`, as people write it.
  public var description: String { "\(directive)=\(value)" }
}

extension Restriction: Codable {
  /// Reads the one-string form `Directive=value`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let restriction = Restriction(parsing: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a restriction; write Directive=value")
    }
    self = restriction
  }

  /// Writes the one-string form `Directive=value`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
