import Profiles
import Sandboxing
import Testing
import Trials
import Uses

@testable import Workflows

@Suite("The rating of a health check")
struct CheckRatingTests {
  private static let context = ServiceContext(platform: Platform(systemdVersion: 252))
  private static let uses = [
    Use(.port, "tcp:80"), Use(.capability, "CAP_CHOWN"), Use(.systemCall, "personality"), Use(.namespace, "net"),
  ]
  private static let restrictions = [
    Restriction("PrivateNetwork", "yes"), Restriction("CapabilityBoundingSet", "~CAP_CHOWN"),
    Restriction("LockPersonality", "yes"), Restriction("RestrictNamespaces", "~net"),
  ]

  private static func rejection(of restriction: Restriction, at phase: Phase) -> Rejection {
    Rejection(
      restriction, evidence: Evidence(phase: phase, reason: "it failed"),
      proof: Rejection.TrialContext(of: Sandbox([restriction]), besides: restriction, kept: .empty))
  }

  @Test(
    "counts what its probes found, and a service that is down only where it would notice",
    arguments: [true, false])
  func rating(noticesAbsence: Bool) {
    let losses = Loss.all(of: Self.uses, by: Self.restrictions, on: Self.context)
    #expect(losses.count == 4)
    let rating = CheckRating(
      losses,
      rejecting: [
        Self.rejection(of: Self.restrictions[0], at: .health(2)), Self.rejection(of: Self.restrictions[1], at: .start),
      ],
      passing: Sandbox([Self.restrictions[2], Self.restrictions[3]]),
      impossible: [Remark(Self.restrictions[3], "it could not anyway")], noticesAbsence: noticesAbsence)
    #expect(rating.noticed.count == (noticesAbsence ? 2 : 1))
    #expect(rating.missed.count == (noticesAbsence ? 1 : 2))
    #expect(rating.missed.last?.use.contains("personality") == true)
    #expect(rating.phrase == "notices \(noticesAbsence ? 2 : 1) of 3")
  }

  @Test("says nothing of what no trial has answered")
  func unanswered() {
    let losses = Loss.all(of: Self.uses, by: Self.restrictions, on: Self.context)
    let rating = CheckRating(losses, rejecting: [], passing: .empty, impossible: [], noticesAbsence: true)
    #expect(rating.count == 0)
  }
}
