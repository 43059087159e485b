import Lab
import LabTesting
import Sandboxing
import Testing

@Suite("cinch apply on a host", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct ApplyTests {
  static let harmless = Restriction("ProtectHome", "yes")
  static let breaking = Restriction("ProtectSystem", "strict")

  @Test("installs what passes, and undo restores what was there")
  func appliesAndUndoes() async throws {
    try await HostLab.withLab { host in
      _ = try await host.shell("mkdir -m 750 \(HostLab.directory)")
      try host.lab.write("[Service]\n# by hand\nNice=1", to: HostLab.dropIn)
      _ = try await host.shell("systemctl daemon-reload")
      let before = try await host.appearance()
      try host.writeProfile(Self.harmless)

      let dry = try await host.cinch("apply", "/root/profile.yaml", "--dry-run")
      #expect(dry.output.contains("-# by hand\n") && dry.output.contains("+ProtectHome=yes\n"), "\(dry.output)")
      #expect(try await host.appearance() == before)

      let applied = try await host.cinch("apply", "/root/profile.yaml")
      #expect(applied.ending == .exited(0), "\(applied.error)")
      #expect(try await host.appearance().contains("ProtectHome=yes\n"))

      let undone = try await host.cinch("undo", "example")
      #expect(undone.ending == .exited(0), "\(undone.error)")
      #expect(try await host.appearance() == before)
    }
  }

  @Test("and the verbs that take it back name the unit that was meant")
  func misspelt() async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(Self.harmless)
      _ = try await host.shell("sed s/example/exmaple/ /root/profile.yaml > /root/misspelt.yaml")
      for (verb, subject) in [("apply", "/root/misspelt.yaml"), ("confirm", "exmaple"), ("undo", "exmaple")] {
        let result = try await host.cinch(verb, subject)
        #expect(result.ending == .exited(5), "\(verb): \(result.error)")
        #expect(result.error.contains("did you mean 'example.service'?"), "\(verb): \(result.error)")
      }
      #expect(try await host.cinch("apply", "/root/profile.yaml").ending == .exited(0))
      let log = try await host.cinch("log", "--unit", "exmaple")
      #expect(log.ending == .exited(0) && log.error.contains("did you mean 'example.service'?"), "\(log.error)")
    }
  }

  @Test("leaves a thousand lines of somebody else's alone")
  func keepsAThousandLines() async throws {
    try await HostLab.withLab { host in
      let lines = (1...1000).map { "Environment=VARIABLE_\($0)='\($0) % \"quoted\"'" }
      let text = (["[Service]"] + lines).joined(separator: "\n")
      _ = try await host.shell("mkdir \(HostLab.directory)")
      try host.lab.write(text, to: HostLab.dropIn)
      _ = try await host.shell("systemctl daemon-reload && systemctl restart \(HostLab.unit)")
      let before = try await host.appearance()
      try host.writeProfile(Self.harmless)
      #expect(try await host.cinch("apply", "/root/profile.yaml").ending == .exited(0))
      #expect(try await host.cinch("undo", "example").ending == .exited(0))
      #expect(try host.lab.read(HostLab.dropIn) == text)
      #expect(try await host.appearance() == before)
    }
  }

  @Test("waits for its confirmation")
  func waitsForConfirmation() async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(Self.harmless)
      let applied = try await host.cinch("apply", "/root/profile.yaml", "--confirm-timeout", "10min")
      #expect(applied.ending == .exited(0), "\(applied.error)")
      let timers = try await host.shell("systemctl list-timers --no-legend")
      #expect(timers.output.contains("cinch-guard-example.service-confirm.timer"))
      let again = try await host.cinch("apply", "/root/profile.yaml")
      #expect(again.ending == .exited(64))
      let confirmed = try await host.cinch("confirm", "example")
      #expect(confirmed.ending == .exited(0), "\(confirmed.error)")
      let appearance = try await host.appearance()
      #expect(appearance.contains("ProtectHome=yes\n") && !appearance.contains("cinch-guard"), "\(appearance)")
    }
  }

  /// What happens while the health check runs, how Cinch ends then, and whether the sandbox stays.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var kept = harmless
    let probe: String
    let ending: Lab.CommandResult.Ending
    var stays = false

    static let all: [Case] = [
      Case(testDescription: "the service breaks", kept: breaking, probe: "true", ending: .exited(2)),
      Case(testDescription: "the probe fails", probe: "false", ending: .exited(2)),
      Case(testDescription: "the probe cannot tell", probe: "exit 125", ending: .exited(3)),
      Case(testDescription: "SIGKILL", probe: "kill -KILL \(HostLab.cinchProcess); sleep 60", ending: .signalled(9)),
      Case(testDescription: "SIGINT", probe: "kill -INT \(HostLab.cinchProcess); sleep 60", ending: .exited(130)),
      Case(testDescription: "SIGTERM", probe: "kill -TERM \(HostLab.cinchProcess); sleep 60", ending: .exited(143)),
      Case(
        testDescription: "the bus dies", probe: "systemctl kill --signal=KILL dbus.service; sleep 60",
        ending: .exited(1)),
      Case(testDescription: "daemon-reload", probe: "systemctl daemon-reload", ending: .exited(0), stays: true),
      Case(testDescription: "daemon-reexec", probe: "systemctl daemon-reexec", ending: .exited(0), stays: true),
      Case(
        testDescription: "terminal escapes", probe: #"printf '\033]0;owned\007\033[31m'; false"#, ending: .exited(2)),
      Case(testDescription: "a flood of output", probe: "head -c 200000000 /dev/zero; false", ending: .exited(2)),
    ]
  }

  @Test("leaves the unit whole, whatever happens in the middle", arguments: Case.all)
  func leavesTheUnitWhole(_ example: Case) async throws {
    try await HostLab.withLab { host in
      let before = try await host.appearance()
      try host.writeProfile(example.kept, probe: example.probe)
      let result = try await host.cinch("apply", "/root/profile.yaml")
      #expect(result.ending == example.ending, "\(result.error)")
      #expect(!result.error.contains("\u{1b}"))
      try await host.settled()
      if example.stays { try await host.cinch("undo", "example") }
      #expect(try await host.appearance() == before)
    }
  }

  /// Something in the way before anything is done, and the status with which Cinch refuses.
  struct Obstacle: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: String
    var command = "\(TestLabs.cinch) apply /root/profile.yaml"
    let status: Int32

    static let all: [Obstacle] = [
      Obstacle(
        testDescription: "a planted link",
        script: "mkdir /root/elsewhere; mkdir -p /run/systemd; ln -s /root/elsewhere /run/systemd/system.control",
        status: 1),
      Obstacle(
        testDescription: "a planted link for the unit's directory",
        script: "mkdir /root/elsewhere; ln -s /root/elsewhere \(HostLab.directory)", status: 1),
      Obstacle(
        testDescription: "a unit that was changed and not read anew", script: "echo Nice=1 >> \(HostLab.unitFile)",
        status: 5),
      Obstacle(testDescription: "a masked unit", script: "systemctl mask \(HostLab.unit)", status: 5),
      Obstacle(testDescription: "no such unit", script: "sed -i s/example/nothere/ /root/profile.yaml", status: 5),
      Obstacle(
        testDescription: "a newer profile", script: "sed -i 's/^cinch: 1/cinch: 2/' /root/profile.yaml", status: 64),
      Obstacle(testDescription: "a damaged profile", script: "truncate -s 300 /root/profile.yaml", status: 64),
      Obstacle(
        testDescription: "another run", script: "mkdir -p /run/cinch",
        command: "flock \(HostLab.lock) \(TestLabs.cinch) apply /root/profile.yaml", status: 75),
      Obstacle(
        testDescription: "another run, and a check in a lab", script: "mkdir -p /run/cinch",
        command: "flock \(HostLab.lock) \(TestLabs.cinch) check --quiet /root/profile.yaml", status: 75),
      Obstacle(
        // It may read everything, so that it gets as far as its own refusal wherever the program and its libraries are.
        testDescription: "another user", script: "true",
        command: "setpriv --reuid nobody --inh-caps +dac_read_search --ambient-caps +dac_read_search"
          + " \(TestLabs.cinch) apply /root/profile.yaml", status: 77),
      Obstacle(
        testDescription: "no space for the record",
        script: "mkdir -p /var/lib/cinch; mount -t tmpfs -o size=4k,nr_inodes=2 none /var/lib/cinch", status: 1),
    ]
  }

  @Test("does nothing where something is in the way", arguments: Obstacle.all)
  func refuses(_ obstacle: Obstacle) async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(Self.harmless)
      let prepared = try await host.shell(obstacle.script)
      #expect(prepared.isSuccess, "\(prepared.error)")
      let before = try await host.appearance()
      let result = try await host.shell(obstacle.command)
      #expect(result.ending == .exited(obstacle.status), "\(result.error)")
      #expect(result.error.hasPrefix("cinch: ") && result.error.split(separator: "\n").count == 1, "\(result.error)")
      #expect(try await host.appearance() == before)
    }
  }
}
