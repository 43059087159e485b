import Sandboxing

extension Restriction {
  /// As short as a person can write it and still be understood: where the member tells the directive, the member alone
  /// (`~CAP_CHOWN`, `~@mount`, `~AF_INET`), otherwise the whole.
  var shortName: String {
    guard let member = deniedMember, Self.tellingDirectives.contains(directive) else { return description.terminalSafe }
    return "~\(member)".terminalSafe
  }

  private static let tellingDirectives: Set = [
    "CapabilityBoundingSet", "RestrictAddressFamilies", "SystemCallFilter",
  ]
}
