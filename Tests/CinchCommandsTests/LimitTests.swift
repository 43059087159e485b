import Foundation
import Lab
import LabTesting
import Ledger
import Profiles
import Sandboxing
import Testing
import Trials

@Suite("At the limits")
struct LimitTests {
  @Test(
    "of a unit's name everything works that works with shorter ones",
    .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
  func longestName() async throws {
    try await HostLab.withLab { host in
      // Two more, and systemd itself has no room for the directory of its drop-ins.
      let unit = String(repeating: "n", count: 245) + ".service"
      try host.lab.write("[Service]\nExecStart=/bin/sleep infinity\n", to: "/usr/lib/systemd/system/\(unit)")
      _ = try await host.shell("systemctl daemon-reload; systemctl start \(unit)")
      let short = "--baselines 1 --quiet --no-restart --no-reload --settle 0"
      for command in [
        "find --host \(unit) --only LockPersonality --health true \(short) --confirmations 1 --profile /root/p.yaml",
        "check --host /root/p.yaml --baselines 1 --quiet", "apply /root/p.yaml --confirm-timeout 10min",
        "confirm \(unit)", "undo \(unit)",
      ] {
        let result = try await host.shell("\(TestLabs.cinch) \(command)")
        #expect(result.ending == .exited(0), "\(command): \(result.error)")
      }
      #expect(try await host.shell("systemctl is-active \(unit)").output == "active\n")
    }
  }

  @Test("of its address space it says how much it needs", arguments: [300_000, 600_000])
  func addressSpace(kibibytes: Int) throws {
    let result = try shell("ulimit -v \(kibibytes); \(TestLabs.cinch) recipes")
    #expect(result.status == 1)
    #expect(result.error.hasPrefix("cinch: Cinch needs 1024 MiB of address space"), "\(result.error)")
  }

  @Test(
    "of a path a lab's root can lie at its end", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"),
    arguments: [1, 15])
  func longRoot(names: Int) throws {
    // The mount ends with the shell's namespace.
    let result = try shell(
      """
      root=$PWD; for ((i = 0; i < \(names); i++)); do root+=/$(printf 'x%.0s' {1..240}); done; mkdir -p "$root"
      export root; unshare --mount bash -c 'mount --bind "${CINCH_TEST_TREE:-/}" "$root" &&
        \(TestLabs.cinch) lab shell --lab-root "$root" -- test -d /run/systemd/system'
      """)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test(
    "of what a process can do it ends with the status of a defect, and a sentence", arguments: ["SEGV", "ILL", "ABRT"])
  func crash(signal: String) throws {
    let result = try shell(
      """
      unset SWIFT_BACKTRACE; mkfifo profile; \(TestLabs.cinch) report profile & cinch=$!
      exec 3> profile; kill -\(signal) $cinch; wait $cinch
      """)
    #expect(result.status == 70)
    #expect(result.error.contains("cinch: A defect of Cinch"), "\(result.error)")
  }

  @Test(
    "of a line in a journal a report comes to its end", .timeLimit(.minutes(1)), arguments: ["a", "password ", "://u:"])
  func longLine(word: String) throws {
    let line = String(repeating: word, count: 3_000_000 / word.utf8.count)
    let evidence = Evidence(phase: .start, reason: "it failed", journal: [line])
    let profile = Profile(
      service: ProfiledService(unit: "clock.service", kind: "simple"),
      environment: RunEnvironment(systemd: "252", kernel: "6.1", libc: "glibc 2.36", unit: "cafe"),
      healthCheck: HealthCheck(), kept: Sandbox([]),
      rejected: [
        Rejection(
          Restriction("ProtectHome", "yes"),
          evidence: evidence,
          proof: .init(of: Sandbox([]), besides: Restriction("ProtectHome", "yes"), kept: Sandbox([])))
      ],
      search: SearchSummary(strategy: "adaptive", seed: 0, trials: 7, seconds: 3),
      confirmed: Confirmation(form: "drop-in", passes: 2))
    let file = FileManager.default.temporaryDirectory.path + "/cinch-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try profile.yaml().write(toFile: file, atomically: true, encoding: .utf8)
    let result = try shell("\(TestLabs.cinch) report \(file) --format html > p.html && grep -q clock p.html")
    #expect(result.status == 0, "\(result.error)")
  }

  private func shell(_ script: String) throws -> (status: Int32, error: String) {
    let directory = FileManager.default.temporaryDirectory.path + "/cinch-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", script]
    shell.currentDirectoryURL = URL(fileURLWithPath: directory)
    let error = Pipe()
    (shell.standardError, shell.standardOutput) = (error, FileHandle.nullDevice)
    try shell.run()
    let text = try error.fileHandleForReading.readToEnd() ?? Data()
    shell.waitUntilExit()
    return (shell.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}
