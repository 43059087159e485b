import Sandboxing

/// Something that a service is known to use, together with the restrictions that take just that from it.
public struct Loss: Hashable, Sendable {
  /// What is used; at least one.
  public let uses: [Use]
  /// The restrictions that deny all of it, and no more than any other does; at least one.
  public let restrictions: [Restriction]
  /// What the service uses, as a phrase: `it listens on tcp:5432`.
  public let phrase: String
  /// Which probe would show that it is gone, as a phrase.
  public let probe: String

  /// What a service could lose, by what it is known to use and the restrictions that could be laid on it. A use that several
  /// restrictions deny is lost by those that deny least besides; one that none of them denies is left out.
  ///
  /// - Parameters:
  ///   - uses: what it is known to use.
  ///   - restrictions: in order of preference.
  ///   - context: what they are laid on.
  /// - Returns: each use at most once, in the order of the restrictions.
  public static func all(of uses: [Use], by restrictions: [Restriction], on context: ServiceContext) -> [Loss] {
    let denials = restrictions.map { restriction in
      Catalogue.deniedUse(by: restriction, of: restriction.telling(uses), on: context)?.uses ?? []
    }
    var deniers: [Use: [Int]] = [:]
    for (index, denied) in denials.enumerated() {
      for use in denied { deniers[use, default: []].append(index) }
    }
    var groups: [[Int]: [Use]] = [:]
    for use in uses {
      guard let all = deniers[use], let least = all.map({ denials[$0].count }).min() else { continue }
      groups[all.filter { denials[$0].count == least }, default: []].append(use)
    }
    return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { indices, uses in
      let restrictions = indices.map { restrictions[$0] }
      guard let denied = Catalogue.deniedUse(by: restrictions[0], of: uses, on: context) else { return nil }
      return Loss(uses: uses, restrictions: restrictions, phrase: denied.phrase, probe: denied.probe)
    }
  }
}

extension Restriction {
  /// Those of some uses by which it is told what this restriction denies: a family of sockets that goes is told by its own
  /// name, not by the ports that nobody reaches over it.
  func telling(_ uses: [Use]) -> [Use] {
    directive == "RestrictAddressFamilies" ? uses.filter { [.addressFamily, .setting].contains($0.kind) } : uses
  }
}
