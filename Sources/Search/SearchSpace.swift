import BitCollections

/// A set of primitive effects, numbered from 0. What the oracle is asked about: two selections of candidates with the
/// same effects are the same question.
public struct EffectSet: Hashable, Sendable {
  private var bits: BitSet

  /// The empty set: nothing is restricted.
  public init() { bits = BitSet() }

  /// The set of `effects`, each at least 0.
  public init(_ effects: some Sequence<Int>) { bits = BitSet(effects) }

  /// Whether nothing is in the set.
  public var isEmpty: Bool { bits.isEmpty }

  /// How many effects the set has.
  public var count: Int { bits.count }

  /// Whether `effect` is in the set.
  public func contains(_ effect: Int) -> Bool { bits.contains(effect) }

  /// Whether every effect of this set is in `other`.
  public func isSubset(of other: EffectSet) -> Bool { bits.isSubset(of: other.bits) }

  /// Adds every effect of `other`.
  public mutating func formUnion(_ other: EffectSet) { bits.formUnion(other.bits) }

  /// The effects of this set and of `other`.
  public func union(_ other: EffectSet) -> EffectSet {
    var result = self
    result.formUnion(other)
    return result
  }
}

extension EffectSet: ExpressibleByArrayLiteral {
  /// The set of `elements`, each at least 0.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension EffectSet: Sequence {
  /// The effects in ascending order.
  public func makeIterator() -> some IteratorProtocol<Int> { bits.makeIterator() }
}

extension EffectSet: CustomStringConvertible {
  /// The effects in ascending order, in braces.
  public var description: String { "{\(bits.map(String.init).joined(separator: ","))}" }
}

extension EffectSet: Codable {
  /// Reads an array of effect numbers.
  public init(from decoder: any Decoder) throws {
    let effects = try [Int](from: decoder)
    guard effects.allSatisfy({ $0 >= 0 }) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "an effect's number is at least 0"))
    }
    self.init(effects)
  }

  /// Writes an ascending array of effect numbers.
  public func encode(to encoder: any Encoder) throws { try Array(bits).encode(to: encoder) }
}

/// What a search may choose from: candidates in preference order, the most wanted first, each a set of effects.
///
/// Structure lives in the effects alone. A rung of a ladder contains the effects of the rungs below it and a group those
/// of its members; with lower rungs and groups first, the search settles a rung above a rejected one, and the members of
/// a kept group, without a trial.
public struct SearchSpace: Sendable {
  /// The effects of each candidate, by its rank.
  public let candidates: [EffectSet]

  /// A space of `candidates` in preference order.
  public init(_ candidates: [EffectSet]) { self.candidates = candidates }

  /// A space of `count` candidates that share no effect.
  public init(independent count: Int) { candidates = (0..<count).map { [$0] } }

  /// How many candidates there are.
  public var count: Int { candidates.count }

  /// The effects that `selection`, a number of candidates' ranks, has together.
  public func effects(of selection: some Sequence<Int>) -> EffectSet {
    selection.reduce(into: EffectSet()) { $0.formUnion(candidates[$1]) }
  }

  /// The ranks of all candidates whose effects are in `set`: the fullest way of writing it.
  public func candidates(within set: EffectSet) -> [Int] {
    candidates.indices.filter { candidates[$0].isSubset(of: set) }
  }
}
