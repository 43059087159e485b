import Search
import Synchronization

/// An oracle that is a function of the set.
public struct ClosureOracle: Oracle {
  private let answer: @Sendable (EffectSet) async throws -> Outcome

  /// Answers what `answer` returns, and throws what it throws.
  public init(_ answer: @escaping @Sendable (EffectSet) async throws -> Outcome) { self.answer = answer }

  /// Answers one set after the other.
  public func test(_ sets: [EffectSet]) async throws -> [Outcome] {
    var outcomes: [Outcome] = []
    for set in sets { outcomes.append(try await answer(set)) }
    return outcomes
  }
}

/// A service that is known through and through: it breaks when, and only when, a set holds one of its conflicts.
public struct MonotoneOracle: Oracle {
  /// The sets that break it.
  public let conflicts: [EffectSet]

  /// A service that breaks under each of `conflicts` and everything that holds one.
  public init(conflicts: [EffectSet]) { self.conflicts = conflicts }

  /// Whether the service works under `set`.
  public func bears(_ set: EffectSet) -> Bool { !conflicts.contains { $0.isSubset(of: set) } }

  /// Answers as the service does, at once.
  public func test(_ sets: [EffectSet]) async throws -> [Outcome] { sets.map { bears($0) ? .passed : .failed } }

  /// What trying candidate after candidate keeps, computed without the search.
  public func greedy(_ space: SearchSpace) -> [Int] {
    var kept = EffectSet()
    return space.candidates.indices.filter { candidate in
      let next = kept.union(space.candidates[candidate])
      guard bears(next) else { return false }
      kept = next
      return true
    }
  }
}

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

/// A service whose trials go wrong at given rates, reproducibly.
public final class FlakyOracle: Oracle {
  private let oracle: MonotoneOracle
  private let rates: FlakeRates
  private let isTakenBack: Bool
  private let unsettling: Int?
  private let random: Mutex<SeededGenerator>

  /// `oracle`, but each answer is wrong at these rates; the errors depend on `seed`. Where they are `takenBack`, a trial that
  /// fails for no reason is seen to waver. Under the effect `unsettling` it works every other time.
  public init(
    _ oracle: MonotoneOracle, rates: FlakeRates, seed: UInt64, takenBack isTakenBack: Bool = false,
    unsettledBy unsettling: Int? = nil
  ) {
    self.isTakenBack = isTakenBack
    self.unsettling = unsettling
    self.oracle = oracle
    self.rates = rates
    random = Mutex(SeededGenerator(seed: seed))
  }

  /// Answers, wrongly now and then.
  public func test(_ sets: [EffectSet]) async throws -> [Outcome] {
    random.withLock { random in
      sets.map { set in
        let bears = oracle.bears(set) && !(unsettling.map(set.contains) == true && random.chance(0.5))
        let isWrong = random.chance(bears ? rates.falseFail : rates.falsePass)
        guard bears == isWrong else { return .passed }
        return isWrong && isTakenBack ? .wavering : .failed
      }
    }
  }
}
