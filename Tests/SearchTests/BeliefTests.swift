import Glibc
import SearchSimulation
import Testing

@testable import Search

@Suite("What a search believes")
struct BeliefTests {
  @Test("Survival agrees with counting all ways in which breakers can lie")
  func survivalByCounting() {
    let (count, unresolved, found) = (8, 5, 1)
    let prior = BreakerPrior(count: count)
    // All sets of breakers, weighed as the prior weighs their number, that have `found` of them among the resolved.
    var reached = [Double](repeating: 0, count: unresolved + 1)
    for bits in 0..<1 << count {
      let breakers = (0..<count).filter { bits >> $0 & 1 == 1 }
      guard breakers.count(where: { $0 >= unresolved }) == found else { continue }
      let ways = (0..<breakers.count).reduce(1.0) { $0 * Double(count - $1) / Double($1 + 1) }
      let weight = 1 / Double(breakers.count + 1) / ways
      for length in 0...(breakers.first ?? unresolved) where length <= unresolved { reached[length] += weight }
    }
    let survival = prior.survival(unresolved: unresolved, found: found)
    for length in 0...unresolved { #expect(abs(survival[length] - reached[length] / reached[0]) < 1e-9) }
  }

  @Test("More breakers than expected leave a flat belief")
  func beyondPrior() {
    let survival = BreakerPrior(count: 100).survival(unresolved: 40, found: 50)
    #expect(survival.count == 41)
    #expect(zip(survival, survival.dropFirst()).allSatisfy { $1 < $0 })
  }

  @Test("A hint that proves wrong makes the others of its source less believed")
  func recalibration() {
    var belief = Belief(candidates: 10, hints: [2: 0.8, 5: 0.8, 7: 0.2])
    #expect(belief.suspects == [2, 5])
    let before = belief.survival(of: [5], found: 0)[1]
    belief.observe(2, broke: false)
    #expect(belief.survival(of: [5], found: 0)[1] > before)
  }

  @Test("The cut follows the price of a failing trial", arguments: [0.2, 1, 3, 10])
  func cutTarget(failureCost: Double) {
    let target = Cut.target(failureCost: failureCost)
    #expect(abs(pow(target, failureCost) - (1 - target)) < 1e-9)
    #expect((target > 0.5) == (failureCost > 1) || failureCost == 1)
  }

  @Test("Dear failures make the search ask for fewer of them")
  func dearFailures() async throws {
    var fails: [Double: Int] = [:]
    for cost in [1.0, 10] {
      for seed in UInt64(0)..<20 {
        let instance = Instance(candidates: 120, conflicts: 4, seed: seed)
        let oracle = RecordingOracle(instance.oracle)
        _ = try await MaximalSetSearch(instance.space, failureCost: cost).run(against: oracle)
        fails[cost, default: 0] += await oracle.trials.count { $0.outcome == .failed }
      }
    }
    #expect(fails[10, default: 0] < fails[1, default: 0])
  }
}
