import Lab
import LabTesting
import Testing

@Suite(
  "Without a place to write", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct StateFaultTests {
  private static let find = """
    \(TestLabs.cinch) find --host \(HostLab.unit) --quiet --no-pager --no-restart --settle 0 --baselines 2 --confirmations 1 \
    --only LockPersonality --health
    """

  @Test("a find ends before its next trial, and goes on when there is one")
  func fullState() async throws {
    try await HostLab.withLab { host in
      _ = try await host.shell("mkdir -p /var/lib/cinch && mount -t tmpfs -o size=1m,mode=700 none /var/lib/cinch")
      let before = try await host.inventory()
      let probe = "'[ -e /root/full ] || { touch /root/full; head -c 2M /dev/zero > /var/lib/cinch/fill; true; }'"
      let full = try await host.shell("\(Self.find) \(probe)")
      #expect(full.ending == .exited(3), "\(full.error)")
      #expect(full.error.contains("no space left"), "\(full.error)")
      #expect(try await host.remains(since: before) == [])

      let resumed = try await host.shell("rm /var/lib/cinch/fill; \(Self.find) \(probe)")
      #expect(resumed.ending == .exited(0), "\(resumed.error)")
      let runs = try await host.cinch("log")
      #expect(runs.output.split(separator: "\n").count == 1 && runs.output.contains("finished"), "\(runs.output)")
    }
  }

  @Test("results are refused, and what was there before stays")
  func fullOutput() async throws {
    try await HostLab.withLab { host in
      let result = try await host.shell(
        """
        mkdir /root/small && mount -t tmpfs -o size=4k none /root/small && echo old > /root/small/60-cinch.conf
        \(Self.find) true --output /root/small/60-cinch.conf
        """)
      #expect(result.ending == .exited(1), "\(result.error)")
      #expect(result.error.contains("There is no space left to write /root/small/60-cinch.conf"), "\(result.error)")
      #expect(try await host.shell("ls -A /root/small; cat /root/small/*").output == "60-cinch.conf\nold\n")
      // Nothing is lost: the run has its result.
      #expect(try await host.cinch("log", "1").output.contains("finished"))
    }
  }

  @Test("to apply, the unit stays as it was")
  func fullUnitDirectory() async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(ApplyTests.harmless)
      _ = try await host.shell(
        "mkdir \(HostLab.directory) && mount -t tmpfs -o size=4k none \(HostLab.directory) && cd \(HostLab.directory) && echo '[Service]' > 60-cinch.conf && systemctl daemon-reload"
      )
      let before = try await host.appearance()
      let result = try await host.cinch("apply", "/root/profile.yaml")
      #expect(result.ending == .exited(1), "\(result.error)")
      #expect(result.error.contains("There is no space left"), "\(result.error)")
      #expect(try await host.appearance() == before)
    }
  }

  /// What a ledger can be besides one, and the way to make it so.
  struct Spoiled: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: String
    let word: String

    static let all = [
      Spoiled(
        testDescription: "damaged", script: "printf %2000s | tr ' ' x > /var/lib/cinch/ledger.sqlite", word: "damaged"),
      Spoiled(
        testDescription: "cut in the middle", script: "truncate -s 5000 /var/lib/cinch/ledger.sqlite", word: "damaged"),
    ]
  }

  @Test("with a damaged ledger nothing begins, and the file stays as it is; only the way back is open")
  func damagedLedger() async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(ApplyTests.harmless)
      for spoiled in Spoiled.all {
        #expect(try await host.cinch("apply", "/root/profile.yaml").ending == .exited(0))
        _ = try await host.shell("rm -f /var/lib/cinch/*-wal /var/lib/cinch/*-shm; \(spoiled.script)")
        let sum = try await host.shell("sha256sum /var/lib/cinch/ledger.sqlite").output
        let before = try await host.appearance()
        for command in ["apply /root/profile.yaml", "log", "find --host \(HostLab.unit) --health true --quiet"] {
          let result = try await host.shell("\(TestLabs.cinch) \(command)")
          #expect(result.ending == .exited(1), "\(spoiled.testDescription), \(command): \(result.error)")
          #expect(
            result.error.hasPrefix("cinch: The ledger /var/lib/cinch/ledger.sqlite is \(spoiled.word)"),
            "\(spoiled.testDescription), \(command): \(result.error)")
        }
        #expect(try await host.appearance() == before, "\(spoiled.testDescription)")
        let undone = try await host.cinch("undo", "example")
        #expect(undone.ending == .exited(0) && undone.error.hasPrefix("Warning: The ledger"), "\(undone.error)")
        #expect(try await host.shell("sha256sum /var/lib/cinch/ledger.sqlite").output == sum)
        _ = try await host.shell("rm -f /var/lib/cinch/ledger.sqlite*")
      }
    }
  }
}
