import Foundation
import LabTesting
import SearchSimulation
import Testing

@Suite(
  "cinch apply, killed", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct ApplyFaultTests {
  @Test(
    "at any moment leaves the unit as it was, byte for byte, and running; or under the sandbox, and undo is a way back")
  func killed() async throws {
    var random = SeededGenerator(seed: 20_261_124)
    try await HostLab.withLab { host in
      _ = try await host.shell("mkdir -m 750 \(HostLab.directory)")
      try host.lab.write("[Service]\n# mine\nNice=1", to: HostLab.dropIn)
      _ = try await host.shell("systemctl daemon-reload; systemctl restart \(HostLab.unit)")
      let before = try await host.appearance()
      let rounds = 1...InterruptedFindTests.repeats
      for (round, kept) in rounds.flatMap({ [($0, ApplyTests.breaking), ($0, ApplyTests.harmless)] }) {
        try host.writeProfile(kept)
        // An application of this kind takes about a second from the moment at which it has the unit.
        let moment = Double.random(in: 0..<1, using: &random)
        let killed = try await host.shell(
          """
          mkdir -p -m 700 /run/cinch; rm -f \(HostLab.lock)
          \(TestLabs.cinch) apply /root/profile.yaml & cinch=$!
          grep -qm1 "process $cinch$" < <(timeout 30 tail -n +1 -F \(HostLab.lock) 2> /dev/null) || exit
          sleep \(moment); kill -KILL $cinch; wait $cinch; true
          """)
        #expect(killed.isSuccess, "\(round): it never took the unit: \(killed.error)")
        try await host.settled()
        let after = try await host.appearance()
        if after != before {
          #expect(kept == ApplyTests.harmless && after.contains("ProtectHome=yes\n"), "\(round), \(moment) s: \(after)")
          #expect(try await host.cinch("undo", "example").ending == .exited(0))
          #expect(try await host.appearance() == before, "\(round), \(moment) s")
        }
      }
    }
  }

  @Test("before it has done anything to the unit leaves nothing at all")
  func killedEarly() async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(ApplyTests.harmless)
      // Cinch asks for the service's package with a command of the host's, which stands for it here.
      try host.lab.write("#!/bin/bash\nkill -KILL \(HostLab.cinchProcess)\n", to: "/root/getconf")
      _ = try await host.shell("chmod +x /root/getconf; mount --bind /root/getconf /usr/bin/getconf")
      let before = try await host.inventory()
      let killed = try await host.cinch("apply", "/root/profile.yaml")
      #expect(killed.ending == .signalled(SIGKILL), "\(killed)")
      let remains = try await host.remains(since: before)
      #expect(remains == [])
    }
  }

  @Test("and whatever else is done to a unit is in the log from its beginning")
  func logged() async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(ApplyTests.harmless, probe: "kill -KILL \(HostLab.cinchProcess); exec sleep 60")
      _ = try await host.cinch("apply", "/root/profile.yaml")
      try await host.settled()
      try host.writeProfile(ApplyTests.breaking)
      _ = try await host.cinch("apply", "/root/profile.yaml")
      try host.writeProfile(ApplyTests.harmless)
      let applied = try await host.cinch("apply", "/root/profile.yaml", "--confirm-timeout", "10min")
      #expect(applied.ending == .exited(0), "\(applied.error)")
      _ = try await host.cinch("confirm", "example")
      _ = try await host.cinch("undo", "example")
      let log = try await host.cinch("log", "--unit", "example")
      let lines = log.output.split(separator: "\n").map {
        $0.split(separator: " ").dropFirst(2).prefix(3).joined(separator: " ")
      }
      #expect(
        lines == [
          "undo example.service finished,", "confirm example.service finished,", "apply example.service finished,",
          "apply example.service failed,", "apply example.service running",
        ], "\(log.output)")
    }
  }
}
