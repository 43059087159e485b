import Foundation
import Sandboxing
import Testing
import Profiles

@Suite struct ProfileTests {
  @Test func whatIsWrittenIsReadBack() throws {
    let profile = Profile.sample
    #expect(try Profile(yaml: profile.yaml(), file: "nginx.yaml") == profile)
  }

  @Test func whatIsAcceptedIsReadBackAndOutlivesARun() throws {
    var profile = Profile.sample
    profile.accepted = [
      Waiver(act: "socket:AF_INET", reason: "it serves the intranet", until: "2027-06-30"),
      Waiver(act: "setClock", reason: "it is the time server"),
    ]
    #expect(try Profile(yaml: profile.yaml(), file: "nginx.yaml") == profile)
    #expect(Profile.sample.completed(by: profile).accepted == profile.accepted)
  }

  @Test func whatIsUndoneIsReadBack() throws {
    var profile = Profile.sample
    profile.undone = [
      LintFinding(
        rule: "way-out", settings: ["InaccessiblePaths", "User"], text: "It runs as root.", advice: "Set User=.")
    ]
    #expect(try Profile(yaml: profile.yaml(), file: "nginx.yaml") == profile)
  }

  @Test(
    "What is accepted is so up to its last day",
    arguments: [
      ("2027-06-30", "2027-06-30T23:59:59Z", true), ("2027-06-30", "2027-07-01T00:00:00Z", false),
      ("2027-06-30", "2026-12-31T12:00:00Z", true), ("2027-06-30", "2028-01-01T00:00:00Z", false),
      (nil, "2099-01-01T00:00:00Z", true),
    ])
  func waiver(until: String?, now: String, holds: Bool) throws {
    let waiver = Waiver(act: "setClock", reason: "it is the time server", until: until)
    #expect(waiver.holds(on: try Date(now, strategy: .iso8601)) == holds)
  }

  @Test func theSameProfileIsTheSameText() throws {
    let text = try Profile.sample.yaml()
    #expect(try Profile(yaml: text, file: "nginx.yaml").yaml() == text)
  }

  @Test func theFileReadsFromWhatItIsAboutToHowItWasMade() throws {
    let keys = try Profile.sample.yaml().split(separator: "\n").compactMap { line in
      line.first.map { $0.isLetter } == true ? line.prefix { $0 != ":" } : nil
    }
    #expect(
      keys == [
        "cinch", "service", "kept", "rejected", "notEnforced", "notSupported", "excluded", "alreadySet", "exposure",
        "healthCheck", "observed", "environment", "search", "confirmed",
      ])
  }

  @Test func aFileHoldsNoRawControlCharacter() throws {
    let text = try Profile.sample.yaml()
    #expect(text == text.terminalSafeLines)
  }

  @Test func figuresAreWrittenAsPeopleWriteThem() throws {
    let text = try Profile.sample.yaml()
    #expect(text.contains("before: 9.6\n"))
    #expect(text.contains("readyTimeout: 2500ms\n"))
    #expect(text.contains("seed: 18446744073709551615\n"))
  }
}

@Suite struct ProofTests {
  /// A failing sandbox, told by its difference from a kept one of ten.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let present: [Int]
    let strangers: [Restriction]
    let keptExcept: Int?
  }

  static let rejected = Restriction("PrivateNetwork", "yes")
  static let kept = Sandbox((0..<10).map { Restriction("Directive\($0)", "yes") })
  static let cases: [Case] = [
    Case(testDescription: "alone", present: [], strangers: [], keptExcept: nil),
    Case(testDescription: "with all", present: Array(0..<10), strangers: [], keptExcept: 0),
    Case(testDescription: "with nearly all", present: Array(0..<8), strangers: [], keptExcept: 2),
    Case(
      testDescription: "with a lower rung", present: Array(0..<8), strangers: [.init("Other", "yes")], keptExcept: 2),
    Case(testDescription: "with a few", present: [3, 4], strangers: [], keptExcept: nil),
  ]

  @Test(arguments: cases) func theFailingSandboxIsRecovered(_ example: Case) {
    let failing = Sandbox(example.present.map { Self.kept.restrictions[$0] } + example.strangers + [Self.rejected])
    let trialContext = Rejection.TrialContext(of: failing, besides: Self.rejected, kept: Self.kept)
    let rejection = Rejection(Self.rejected, evidence: .init(phase: .start, reason: "-"), proof: trialContext)
    #expect(rejection.failingSandbox(kept: Self.kept) == failing)
    #expect(trialContext.keptExcept?.count == example.keptExcept)
  }
}
