import Profiles
import Sandboxing
import Search
import Trials

/// Runs the trials again that a profile rests on: the kept sandbox, and the proof of every rejection.
public struct VerifyWorkflow: Sendable {
  private let profile: Profile
  private let request: FindRequest
  private let provider: any EnvironmentProvider
  private let report: @Sendable (FindEvent) async throws -> Void

  /// A verification of what a profile claims, which tells what it does to `report`.
  ///
  /// - Parameters:
  ///   - profile: what an earlier find saved.
  ///   - provider: who opens environments for it.
  ///   - jobs: how many labs run trials side by side; nil for as many as memory and processors allow and are of use.
  ///   - report: called with everything that happens.
  public init(
    _ profile: Profile, in provider: any EnvironmentProvider, jobs: Int?,
    report: @escaping @Sendable (FindEvent) async throws -> Void
  ) {
    self.profile = profile
    self.provider = provider
    self.report = report
    var check = CheckRequest(profile)
    check.jobs = jobs
    request = check.find(of: profile.sandboxes)
  }

  /// Runs the trials.
  ///
  /// - Returns: which claims still hold.
  /// - Throws: ``VerifyError`` where this system cannot have what the profile names, and what a find throws.
  public func run() async throws -> VerifiedProfile {
    let pool = WorkerPool(provider: provider, service: request.service, check: request.check)
    return try await pool.with(1, form: pool.firstForm(for: request.form)) { workers in
      let recorder = RunRecorder()
      let known = try await Preparation(for: request, at: workers[0], recordedBy: recorder, report: report)
      let certificate = try certificate(in: known.universe)
      let jobs = request.jobs ?? known.usefulJobs
      // Some proofs are of rehearsals that no other trial goes through.
      return try await pool.withOracle(
        at: workers[0], jobs: jobs, knowing: known, recordedBy: recorder, rehearsing: RehearsalName.allCases,
        report: report
      ) { oracle in
        VerifiedProfile(
          profile: profile,
          verification: try await certificate.verify(in: known.universe.space, against: oracle, jobs: jobs))
      }
    }
  }

  /// The profile's claims about the search's sets; rejections are numbered as the profile lists them.
  private func certificate(in universe: Universe) throws(VerifyError) -> Certificate {
    var sets: [EffectSet] = []
    for sandbox in profile.sandboxes {
      guard let set = universe.effects(of: sandbox) else {
        throw VerifyError.otherSystem(
          sandbox.restrictions.first { universe.effects(of: Sandbox([$0])) == nil } ?? sandbox.restrictions[0])
      }
      sets.append(set)
    }
    return Certificate(
      accepted: universe.space.candidates(within: sets[0]), passing: sets[0],
      rejections: sets.dropFirst().enumerated().map { Certificate.Rejection(candidate: $0.offset, failing: $0.element) }
    )
  }
}

/// Which claims of a profile still hold.
public struct VerifiedProfile: Sendable {
  /// The profile.
  public let profile: Profile
  /// The verification, in which a rejection's number is its place in the profile.
  public let verification: Verification

  /// Whether all of them do.
  public var holds: Bool { verification.holds }

  /// What each proof does now, in the profile's order.
  public var proofs: [(rejection: Rejection, outcome: Outcome)] {
    profile.rejected.enumerated().map { ($0.element, verification.rejections[$0.offset] ?? .inconclusive) }
  }
}

/// Why a profile cannot be verified.
public enum VerifyError: Error, Hashable, CustomStringConvertible {
  /// The unit has this restriction by itself by now, or the system cannot have it.
  case otherSystem(Restriction)

  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .otherSystem(let restriction):
      "\(restriction) cannot be tried here as it was then, so that the profile's proofs cannot be repeated; use 'cinch check', which takes the system as it is now"
    }
  }
}

extension Profile {
  /// The sandboxes that it makes claims about: the kept one, then that of each rejection's proof.
  fileprivate var sandboxes: [Sandbox] { [kept] + rejected.map { $0.failingSandbox(kept: kept) } }
}
