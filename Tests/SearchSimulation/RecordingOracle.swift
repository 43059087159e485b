import Search

/// Passes questions on and remembers them; can break down in the middle of a run.
public actor RecordingOracle: Oracle {
  /// What a broken-down oracle throws.
  public struct Breakdown: Error {
    /// A breakdown.
    public init() {}
  }

  private let oracle: any Oracle
  private let lifetime: Int
  /// All rounds so far, in order.
  public private(set) var rounds: [[RecordedTrial]] = []

  /// `oracle`, which breaks down when it is to run more trials than `lifetime`.
  public init(_ oracle: any Oracle, lifetime: Int = .max) {
    self.oracle = oracle
    self.lifetime = lifetime
  }

  /// All trials so far, in order.
  public var trials: [RecordedTrial] { Array(rounds.joined()) }

  /// Answers as the oracle behind it does.
  public func test(_ sets: [EffectSet]) async throws -> [Outcome] {
    guard trials.count + sets.count <= lifetime else { throw Breakdown() }
    let outcomes = try await oracle.test(sets)
    rounds.append(zip(sets, outcomes).map { RecordedTrial(set: $0, outcome: $1) })
    return outcomes
  }
}
