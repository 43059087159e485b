import Search
import Synchronization

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
