import Lab
import LabTesting
import Testing

@Suite(
  "A find whose service is changed meanwhile", .serialized,
  .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct ChangedServiceTests {
  /// What somebody does to the service while its baseline runs, and how the find ends.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: String
    var status: Int32 = 6

    static let all: [Change] = [
      Change(testDescription: "the unit file", script: "echo Environment=A=1 >> \(HostLab.unitFile)"),
      Change(testDescription: "a drop-in, and it is read anew", script: "\(dropIn); systemctl daemon-reload"),
      Change(
        testDescription: "the program",
        script: "cp \(program) \(program).new; echo >> \(program).new; mv \(program).new \(program)"),
      Change(
        testDescription: "masked",
        script: "ln -sf /dev/null /etc/systemd/system/\(HostLab.unit); systemctl daemon-reload"),
      Change(testDescription: "removed", script: "rm \(HostLab.unitFile); systemctl daemon-reload"),
      Change(testDescription: "nothing, but the manager reads all anew", script: "systemctl daemon-reload", status: 0),
    ]

    private static let dropIn =
      "mkdir -p \(HostLab.directory); printf '[Service]\\nNice=1\\n' > \(HostLab.directory)/50-other.conf"
  }

  private static let program = "/usr/local/bin/example"
  private static let options =
    "--quiet --no-pager --no-restart --settle 0 --baselines 1 --confirmations 1 --only LockPersonality"

  @Test("on a host ends with 6, and leaves nothing of its own")
  func host() async throws {
    try await HostLab.withLab { host in
      for change in Change.all {
        let name: Comment = "\(change.testDescription)"
        _ = try await host.shell(
          """
          systemctl stop \(HostLab.unit)
          rm -rf \(HostLab.directory) /etc/systemd/system/\(HostLab.unit) /root/changed; cp /bin/sleep \(Self.program)
          printf '[Service]\\nExecStart=\(Self.program) infinity\\n' > \(HostLab.unitFile)
          systemctl daemon-reload; systemctl start \(HostLab.unit)
          """)
        let probe = "[ -e /root/changed ] || { touch /root/changed; \(change.script); }"
        let result = try await host.lab.run(
          [TestLabs.cinch, "find", "--host", HostLab.unit, "--health", probe]
            + Self.options.split(separator: " ").map(String.init))
        #expect(result.ending == .exited(change.status), "\(name): \(result.error)")
        let left = try await host.shell(
          """
          systemctl list-units --all --no-legend 'cinch*'; ls -A /run/systemd/system
          flock -n \(HostLab.lock) true || echo locked
          """
        )
        #expect(left.output == "", name)
        let runs = try await host.shell("systemctl is-active \(HostLab.unit)")
        #expect(runs.isSuccess || ["masked", "removed"].contains(change.testDescription), name)
      }
    }
  }

  @Test(
    "in a lab ends with 6, although the lab has kept the old one",
    .enabled(if: InterruptedFindTests.labsNest, "the root is an overlay already, on which labs do not nest"))
  func lab() async throws {
    // Labs nest on cgroup v2.
    try await HostLab.withLab(layout: .v2) { host in
      for change in Change.all.prefix(2) {
        let result = try await host.shell(
          """
          \(TestLabs.cinch) find \(HostLab.unit) --health true \(Self.options.replacing("--quiet ", with: "")) 2> >(
            while read -r line; do
              printf '%s\\n' "$line" >&2
              case $line in *"restrictions to try"*) \(change.script) ;; esac
            done)
          """)
        #expect(result.ending == .exited(6), "\(change.testDescription): \(result.error)")
      }
    }
  }
}
