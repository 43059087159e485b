extension Catalogue {
  /// The restrictions that can be laid on this context, in order of preference: what removes most exposure comes first,
  /// lower rungs before higher ones, groups before their members.
  ///
  /// - Parameters:
  ///   - context: The system, the unit's own settings, and what the service was seen to use.
  ///   - scope: Which restrictions to try.
  /// - Returns: Each restriction once, with those that there is no need or no way to try marked as such.
  public static func candidates(on context: ServiceContext, scope: Scope = Scope()) -> [Candidate] {
    let inForce = context.inForce.all
    let offers = directives.flatMap { $0.offers(on: context, scope: scope) }
    let ranked = offers.enumerated().sorted { ($1.element.rank, $0.offset) < ($0.element.rank, $1.offset) }
    return ranked.compactMap { _, offer in
      guard scope.only?.contains(where: { $0.names(offer.restriction) }) ?? true else { return nil }
      let effects = effects(of: offer.restriction, on: context)
      let status: Candidate.Status =
        if let refusal = offer.refusal {
          .notSupported(reason: refusal)
        } else if scope.fileSystem == .allowList || EmptyRoot.isSet(on: context),
          EmptyRoot.isUndone(by: effects.contains)
        {
          .notSupported(reason: "would undo TemporaryFileSystem=/")
        } else if effects.isSubset(of: inForce) {
          .alreadySet
        } else if scope.exclude.contains(where: { $0.isPart(of: effects, on: context) }) {
          .excluded
        } else {
          .candidate
        }
      return Candidate(offer.restriction, effects: effects, status: status)
    }
  }
}

/// A restriction with what its place in the order of preference depends on.
private struct Offer {
  let restriction: Restriction
  let rank: Int
  let refusal: String?
}

extension Directive {
  /// Its restrictions on this context with the versions that brought them, supported or not.
  public func members(on context: ServiceContext, scope: Scope = Scope()) -> [Member] {
    switch shape {
    case .ladder(let rungs): rungs.map { Member($0.value, since: $0.since, weight: weight) }
    case .set(let set): set.members(on: context, scope: scope)
    }
  }

  /// Its restrictions on this context, each before those that contain it or that it contains.
  fileprivate func offers(on context: ServiceContext, scope: Scope) -> [Offer] {
    guard plan == nil || plan == scope.fileSystem else { return [] }
    return members(on: context, scope: scope).map { member in
      let isTooNew = member.since > context.platform.systemdVersion
      let refusal = isTooNew ? "needs systemd \(member.since)" : refusal(member.value, context)
      return Offer(
        restriction: Restriction(name, member.value),
        // The plan that was asked for goes before what it could conflict with.
        rank: plan == .allowList && brings.isEmpty ? .max : member.weight,
        refusal: refusal)
    }
  }
}

/// One restriction as far as it concerns one service on one system.
public struct Candidate: Hashable, Sendable {
  /// The restriction.
  public let restriction: Restriction
  /// What it takes away. A candidate whose effects are among another's is contained in it.
  public let effects: Set<Effect>
  /// Whether there is anything to try.
  public let status: Status

  /// Describes a candidate.
  public init(_ restriction: Restriction, effects: Set<Effect>, status: Status) {
    self.restriction = restriction
    self.effects = effects
    self.status = status
  }

  /// Whether there is anything to try.
  public enum Status: Hashable, Sendable {
    /// To be tried.
    case candidate
    /// The unit has it, or something tighter, already.
    case alreadySet
    /// This system cannot have it; the reason is a phrase: `needs systemd 257`.
    case notSupported(reason: String)
    /// The caller left it out.
    case excluded
  }
}
