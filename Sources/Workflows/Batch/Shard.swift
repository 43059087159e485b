import Ledger

/// One of several parts into which a batch is split for several machines. Which part a service is in depends on its name
/// alone: a service that is added or removed moves no other one.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
  /// Which part, from 1.
  public let number: Int
  /// How many parts there are.
  public let count: Int

  /// Reads `k/n`; nil where the text is none, or k is not from 1 to n.
  public init?(parsing text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1], number >= 1, number <= count else {
      return nil
    }
    self.number = number
    self.count = count
  }

  /// `k/n`.
  public var description: String { "\(number)/\(count)" }

  /// Whether a service of this name is in this part.
  public func contains(_ name: String) -> Bool { Fingerprint(of: [name]).part(of: count) == number - 1 }
}
