import LabTesting
import Testing

@Suite(
  "A unit with a name and values that mean something elsewhere",
  .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct HostileUnitTests {
  private static let unit = #"hostile@..-etc\x25h\x3b\x22.service"#

  /// Specifiers, quotes, separators, variables, an escape sequence and a line end, as values of the service.
  private static let template = #"""
    [Service]
    Type=exec
    Environment="VALUE=%%h ; \" ' \\ $HOME $(reboot) \x1b[31m"
    ExecStart=/bin/sh -c 'sleep infinity & wait' "../../x;y" ";" "%%n" "$$HOME" "a\nb" "\"'\\"
    """#

  private static let probe = #"""
    tr '\0' '\n' < /proc/$CINCH_MAINPID/environ | grep -Fqxf /root/value &&
      tr '\0' '|' < /proc/$CINCH_MAINPID/cmdline | cmp - /root/words
    """#

  @Test("is found, applied and undone as any other")
  func found() async throws {
    try await HostLab.withLab { host in
      try host.lab.write(Self.template + "\n", to: "/etc/systemd/system/hostile@.service")
      try host.lab.write("VALUE=%h ; \" ' \\ $HOME $(reboot) \u{1b}[31m\n", to: "/root/value")
      try host.lab.write(
        "/bin/sh|-c|sleep infinity & wait|../../x;y|;|%n|$HOME|a\nb|\"'\\|", to: "/root/words")
      let started = try await host.lab.run(["systemctl", "start", Self.unit])
      #expect(started.isSuccess, "\(started.error)")
      let before = try await host.inventory()
      for launcher in ["transient", "systemd-run", "drop-in"] {
        let found = try await host.lab.run(
          [
            TestLabs.cinch, "find", "--host", Self.unit, "--launcher", launcher, "--health", Self.probe, "--no-pager",
            "--no-restart", "--settle", "0", "--baselines", "1", "--confirmations", "1", "--only", "LockPersonality",
            "--profile", "/root/profile.yaml",
          ], timeout: .seconds(60))
        #expect(found.ending == .exited(0), "\(launcher): \(found.error)")
        #expect(!(found.output + found.error).contains("\u{1b}"))
        #expect(found.output.contains("LockPersonality=yes"), "\(launcher): \(found.output)")
      }
      let applied = try await host.cinch("apply", "/root/profile.yaml")
      #expect(applied.ending == .exited(0), "\(applied.error)")
      #expect(try host.lab.read("/etc/systemd/system/\(Self.unit).d/60-cinch.conf").contains("LockPersonality=yes"))
      let undone = try await host.cinch("undo", Self.unit)
      #expect(undone.ending == .exited(0), "\(undone.error)")
      #expect(try await host.remains(since: before) == [])
    }
  }
}
