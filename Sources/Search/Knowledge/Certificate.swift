/// Why a result is what it is: trials that anybody can repeat.
///
/// It proves that the kept set passes and that no rejected candidate could have been kept by a run that tries one
/// candidate after the other in preference order, hence that the kept set is maximal.
public struct Certificate: Hashable, Sendable, Codable {
  /// Why one candidate is not kept.
  public struct Rejection: Hashable, Sendable, Codable {
    /// The candidate's rank.
    public var candidate: Int
    /// A set that failed and holds nothing but effects of the candidate and of candidates accepted before it.
    public var failing: EffectSet
    /// The whole kept set with this candidate, where it was tried and failed too (strict mode).
    public var failingOnTop: EffectSet?

    /// The set to show: of those that failed, the one that is closest to the kept set.
    public var proof: EffectSet { failingOnTop ?? failing }

    /// Rejects `candidate` because `failing`, and in strict mode `failingOnTop`, failed.
    public init(candidate: Int, failing: EffectSet, failingOnTop: EffectSet? = nil) {
      self.candidate = candidate
      self.failing = failing
      self.failingOnTop = failingOnTop
    }
  }

  /// The ranks of the kept candidates, ascending.
  public var accepted: [Int]
  /// A set that passed and holds every effect of the kept candidates. Empty when nothing is kept.
  public var passing: EffectSet
  /// The candidates that are not kept, ascending, each with its proof.
  public var rejections: [Rejection]
  /// The candidates of which no trial could tell, ascending. Nothing is claimed about them.
  public var undecided: [Int]

  /// A certificate with these claims, which are not checked here.
  public init(accepted: [Int], passing: EffectSet, rejections: [Rejection], undecided: [Int] = []) {
    self.accepted = accepted
    self.passing = passing
    self.rejections = rejections
    self.undecided = undecided
  }

  /// Whether the claims, once their trials come out as stated, prove the result for `space`: every candidate is accounted
  /// for once, the kept set is inside the passing one, and each failing set holds no more than it may.
  public func isValid(for space: SearchSpace) -> Bool {
    let listed = accepted + rejections.map(\.candidate) + undecided
    guard listed.sorted() == Array(space.candidates.indices) else { return false }
    let kept = space.effects(of: accepted)
    guard kept.isSubset(of: passing) else { return false }
    return rejections.allSatisfy { rejection in
      let own = space.candidates[rejection.candidate]
      let before = space.effects(of: accepted.prefix { $0 < rejection.candidate })
      let isTopRight = rejection.failingOnTop.map { $0 == kept.union(own) } ?? true
      return rejection.failing.isSubset(of: before.union(own)) && isTopRight
    }
  }
}
