import Sandboxing

/// What stands or falls together: whoever needs one of these needs the others on another day.
enum Companions {
  /// What goes with something that a service needs or does, with the phrase that says so.
  ///
  /// - Parameters:
  ///   - uses: what it is known to do.
  ///   - needed: capabilities and address families without which it was seen to fail.
  ///   - service: the service.
  /// - Returns: what is in neither of them.
  static func uses(with uses: [Use], needed: [Use], of service: ServiceFacts) -> [Use] {
    let all = uses + needed
    let known = Set(all.map { Use($0.kind, $0.name) })
    return rules.flatMap { rule -> [Use] in
      guard let cause = all.first(where: { $0.kind == rule.kind && $0.name == rule.cause }) else { return [] }
      return rule.others.compactMap { other in
        guard !known.contains(Use(rule.kind, other)), service.canNeed(other) else { return nil }
        let source = cause.source.map { ": \($0)" } ?? ""
        return Use(rule.kind, other, from: "\(rule.cause) goes with it, \(rule.why)\(source)")
      }
    }
  }

  private struct Rule: Sendable {
    let kind: Use.Kind
    let cause: String
    let others: [String]
    let why: String

    init(_ kind: Use.Kind, _ cause: String, _ others: [String], _ why: String) {
      self.kind = kind
      self.cause = cause
      self.others = others
      self.why = why
    }
  }

  private static let rules = [
    Rule(.addressFamily, "AF_INET", ["AF_INET6"], "whichever a client or a name's address has"),
    Rule(.addressFamily, "AF_INET6", ["AF_INET"], "whichever a client or a name's address has"),
    // capabilities(7): the owner of a file is given away; then its mode is set, by who does not own it any more.
    Rule(.capability, "CAP_CHOWN", ["CAP_FOWNER", "CAP_FSETID"], "for files that it gives away"),
    Rule(.capability, "CAP_FOWNER", ["CAP_CHOWN", "CAP_FSETID"], "for files that it gives away"),
    Rule(.capability, "CAP_DAC_OVERRIDE", ["CAP_DAC_READ_SEARCH"], "for files of others"),
    Rule(.capability, "CAP_DAC_READ_SEARCH", [], "for files of others"),
    Rule(.capability, "CAP_SETUID", ["CAP_SETGID", "CAP_KILL"], "for processes that become other users"),
    Rule(.capability, "CAP_SETGID", ["CAP_SETUID"], "for processes that become other users"),
  ]
}

extension ServiceFacts {
  /// Whether its own code can do what something is for: who signals nobody, by the C library or by another (`uv_kill`), has
  /// no use for leave to. Of what an interpreter runs nothing is known.
  fileprivate func canNeed(_ name: String) -> Bool {
    guard name == "CAP_KILL", !code.own.isEmpty, !mainPrograms.contains(where: isInterpreted) else { return true }
    return code.ownImports.contains { $0.contains("kill") || $0.contains("sigqueue") }
  }
}
