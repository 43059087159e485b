/// Which claims of a certificate still hold.
public struct Verification: Hashable, Sendable {
  /// What the kept set did.
  public var kept: Outcome
  /// What the failing set of each rejected candidate did, by the candidate's rank; in strict mode, the whole kept set with
  /// the candidate.
  public var rejections: [Int: Outcome]

  /// Whether the kept set still passes.
  public var keptPasses: Bool { kept == .passed }

  /// Whether every claim still holds.
  public var holds: Bool { keptPasses && rejections.values.allSatisfy { $0 == .failed } }
}

extension Certificate {
  /// Runs the trials that the certificate rests on again, `jobs` of them at a time, the kept set first.
  ///
  /// Each set is tried once, one whose trial proves nothing once more. Throws what `oracle` throws, and `CancellationError`
  /// when the task is cancelled.
  public func verify(in space: SearchSpace, against oracle: any Oracle, jobs: Int = 1) async throws -> Verification {
    let session = OracleSession(space: space, jobs: jobs, oracle: oracle)
    let proofs = rejections.map(\.proof)
    let kept = space.effects(of: accepted)
    session.reason = "the kept set and the proofs once more"
    let outcomes = try await session.verdicts(of: [kept] + proofs)
    return Verification(
      kept: outcomes[0],
      rejections: Dictionary(
        zip(rejections.map(\.candidate), outcomes.dropFirst()), uniquingKeysWith: { first, _ in first }))
  }
}
