import Profiles
import Foundation
import LabTesting
import Testing

@testable import CinchCommands

@Suite("Launchers of a find", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct LauncherTests {
  private struct Answer: Decodable, Equatable {
    struct Profile: Decodable, Equatable {
      let kept: [String]
      let excluded: [Remark]
    }
    struct Remark: Decodable, Equatable {
      let restriction: String
      let reason: String
    }
    let profile: Profile
  }

  @Test("find the same, without what the administrator leaves out")
  func agree() async throws {
    try await HostLab.withLab { host in
      try host.lab.write("find:\n  exclude: [PrivateTmp=disconnected, ProtectHome=yes]\n", to: "/etc/cinch/cinch.yaml")
      var answers: [Answer] = []
      for launcher in LauncherChoice.allCases {
        let arguments = [
          "find", "--host", HostLab.unit, "--launcher", launcher.rawValue, "--json", "--quiet", "--health", "true",
          "--no-restart", "--settle", "0", "--baselines", "1", "--confirmations", "0", "--only", "ProtectHome",
          "--only",
          "ProtectSystem",
        ]
        let result = try await host.lab.run([TestLabs.cinch] + arguments, timeout: .seconds(60))
        #expect(result.ending == .exited(0), "\(launcher): \(result.error)")
        answers.append(try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8)))
      }
      #expect(Set(answers.map(\.profile.kept)) == [answers[0].profile.kept])
      #expect(answers[0].profile.kept.contains("ProtectSystem=full"))
      #expect(answers[0].profile.excluded == [.init(restriction: "ProtectHome=yes", reason: "left out by cinch.yaml")])
    }
  }
}
