import Profiles
import Foundation
import LabTesting
import Testing

@Suite("The proof of a find", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct ProofTests {
  /// What `cinch find --verify --json` says.
  private struct Verification: Decodable {
    struct Proof: Decodable {
      let restriction: String
      let outcome: String
    }
    let holds: Bool
    let kept: String
    let rejected: [Proof]
  }

  /// What these tests need of what `cinch find --json` says.
  private struct Finding: Decodable {
    struct Profile: Decodable {
      let kept: [String]
      let rejected: [Rejection]
    }
    struct Rejection: Decodable {
      let restriction: String
      let proof: Proof
    }
    struct Proof: Decodable {
      let keptExcept: [String]?
      let and: [String]?
    }
    let profile: Profile
  }

  private static let needy = TestLabs.cinch.dropLast("cinch".count) + "needy"
  private static let profile = "/root/profile.yaml"
  private static let only = ["LockPersonality", "MemoryDenyWriteExecute", "RestrictRealtime", "RestrictSUIDSGID"]
    .flatMap { ["--only", $0] }

  /// Makes the service one that needs these acts.
  private func needs(_ acts: String, on host: HostLab) async throws {
    let unit = "[Service]\nType=oneshot\nExecStart=\(Self.needy) run \(acts)\n"
    try host.lab.write(unit, to: "/usr/lib/systemd/system/\(HostLab.unit)")
    _ = try await host.shell("systemctl stop \(HostLab.unit); systemctl daemon-reload")
  }

  /// Runs `cinch find --json` and expects this exit status.
  private func find<Answer: Decodable>(
    _ arguments: [String], status: Int32 = 0, on host: HostLab
  ) async throws -> Answer {
    let command = [TestLabs.cinch, "find", "--host", "--json", "--quiet", "--baselines", "1", "--confirmations", "0"]
    let result = try await host.lab.run(command + arguments, timeout: .seconds(120))
    #expect(result.ending == .exited(status), "\(result.error)")
    return try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
  }

  @Test("holds when it is run again, and no more when the service has changed")
  func verification() async throws {
    try await HostLab.withLab { host in
      func verify(status: Int32) async throws -> Verification {
        try await find(["--verify", Self.profile], status: status, on: host)
      }
      try await needs("mapWritableExecutable", on: host)
      let _: Finding = try await find([HostLab.unit, "--profile", Self.profile] + Self.only, on: host)

      let same = try await verify(status: 0)
      #expect(same.holds)
      #expect(same.rejected.map(\.restriction) == ["MemoryDenyWriteExecute=yes"])
      #expect(same.rejected.map(\.outcome) == ["failed"])

      try await needs("makeSetUserID mapWritableExecutable", on: host)
      #expect(try await verify(status: 2).kept == "failed")

      try await needs("", on: host)
      let weaker = try await verify(status: 3)
      #expect(weaker.kept == "passed")
      #expect(weaker.rejected.map(\.outcome) == ["passed"])
    }
  }

  @Test("is, with --strict, that each rejected restriction breaks the service on top of the whole result")
  func strict() async throws {
    try await HostLab.withLab { host in
      try await needs("mapWritableExecutable becomeRealtime", on: host)
      let finding: Finding = try await find([HostLab.unit, "--strict"] + Self.only, on: host)
      let profile = finding.profile
      #expect(Set(profile.rejected.map(\.restriction)) == ["MemoryDenyWriteExecute=yes", "RestrictRealtime=yes"])
      #expect(profile.kept.count == 2)
      for rejection in profile.rejected {
        #expect(rejection.proof.keptExcept == [])
        #expect(rejection.proof.and == nil)
      }
    }
  }
}
