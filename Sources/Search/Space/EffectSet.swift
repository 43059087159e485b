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
