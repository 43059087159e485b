import Foundation
import Lab
import LabTesting
import SearchSimulation
import Testing

@Suite(
  "cinch find, ended in the middle", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct InterruptedFindTests {
  static let repeats = getenv("CINCH_TEST_REPEATS").flatMap { Int(String(cString: $0)) } ?? 2

  /// Options that make a find short.
  static let short =
    "--fresh --settle 0.1 --baselines 1 --no-restart --no-pager --only PrivateNetwork --only ProtectSystem"

  /// A lab in a lab is a second copy-on-write view of the root, and the kernel lets no more than two lie on each other.
  static var labsNest: Bool {
    (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8).contains(" / overlay ")) == false
  }

  @Test(
    "leaves nothing after SIGKILL at any moment, and the service running",
    arguments: ["--host"] + (labsNest ? ["--lab"] : []))
  func killed(place: String) async throws {
    var random = SeededGenerator(seed: 20_261_124)
    // Labs nest on cgroup v2.
    try await HostLab.withLab(layout: .v2) { host in
      let before = try await host.inventory()
      for round in 1...Self.repeats {
        // A find of this kind tells more steps than these; each is a moment of it.
        let step = Int.random(in: 1...12, using: &random)
        let killed = try await host.shell(
          """
          rm -f /root/steps; mkfifo /root/steps
          \(TestLabs.cinch) find \(HostLab.unit) \(place) --health true --verbose \(Self.short) 2> /root/steps & cinch=$!
          exec 3< /root/steps
          for ((step = 0; step < \(step); step++)); do read -r -u 3 line; echo "$line" >&2; done
          kill -KILL $cinch; wait $cinch
          """)
        #expect(killed.ending == .exited(128 + SIGKILL), "round \(round), at step \(step): \(killed.error)")
        let remains = try await host.remains(since: before)
        #expect(remains == [], "round \(round), at step \(step): \(killed.error)")
      }
    }
  }

  struct Disturbance: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What happens once the reader of standard error, descriptor 3, has seen some steps of the find.
    let act: String
    static let all = [
      Disturbance(testDescription: "a pause of two seconds", act: "kill -STOP $cinch; sleep 2; kill -CONT $cinch"),
      Disturbance(testDescription: "the loss of whoever reads what it tells", act: "exec 3<&-"),
    ]
  }

  @Test("comes to its result all the same", arguments: Disturbance.all)
  func disturbed(by disturbance: Disturbance) async throws {
    try await HostLab.withLab { host in
      let result = try await host.shell(
        """
        trap '' PIPE; mkfifo /root/steps
        \(TestLabs.cinch) find \(HostLab.unit) --host --health true --verbose \(Self.short) \
          --profile /root/p.yaml --output /root/p.conf 2> /root/steps > /root/report & cinch=$!
        exec 3< /root/steps
        for ((step = 0; step < 8; step++)); do read -r -u 3 line; done
        \(disturbance.act)
        [ ! -e /proc/self/fd/3 ] || cat <&3 >&2
        wait $cinch && grep -c . /root/p.conf /root/p.yaml
        """)
      #expect(result.ending == .exited(0), "\(result.output)\(result.error)")
    }
  }

  struct Signal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Int32
    static let all = [
      Signal(testDescription: "INT", status: 130), Signal(testDescription: "TERM", status: 143),
    ]
  }

  @Test("cleans up before it ends by a signal", arguments: Signal.all)
  func signalled(signal: Signal) async throws {
    try await HostLab.withLab { host in
      let before = try await host.inventory()
      let probe = "kill -\(signal.testDescription) \(HostLab.cinchProcess); exec sleep 60"
      let find = [TestLabs.cinch, "find", HostLab.unit, "--host", "--health", probe]
      let result = try await host.lab.run(find + Self.short.split(separator: " ").map(String.init))
      #expect(result.ending == .exited(signal.status), "\(result.error)")
      let after = try await host.inventory()
      #expect(after == before)
    }
  }
}
