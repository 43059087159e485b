import Lab
import LabTesting
import Testing

/// A small service of a user's own: it writes into a directory of theirs, and the probe looks for that.
@Suite("A user's service", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct UserServiceTests {
  private static let unit = "example-user.service"
  private static let text = """
    [Service]
    Type=exec
    ExecStart=/bin/sh -c 'mkdir -p "$HOME/data"; touch "$HOME/data/mark"; exec sleep 1000'

    """
  /// As the user, with the environment that a login gives.
  private static let asUser = """
    user() { runuser -u nobby -- env XDG_RUNTIME_DIR=/run/user/$(id -u nobby) HOME=/home/nobby "$@"; }
    """
  private static let only =
    "--only NoNewPrivileges --only LockPersonality --only CapabilityBoundingSet=~CAP_CHOWN "
    + "--only CapabilityBoundingSet=~CAP_SYS_MODULE --only ProtectClock"
  private static let check =
    "--ready 'test -e /home/nobby/data/mark' --health 'test -e /home/nobby/data/mark' --settle 0 --baselines 1 --confirmations 1 --no-pager"

  /// A lab that plays the host, with the user and the unit in it, and the user's manager where it runs.
  private static func withHost(manager: Bool, _ body: (Lab) async throws -> Void) async throws {
    // One that has labs of its own is of control groups v2.
    try await TestLabs.withLab(TestLabs.configuration(layout: .v2)) { lab in
      try lab.write(text, to: "/etc/systemd/user/\(unit)")
      let start =
        manager ? "systemctl start user@$(id -u nobby).service && user systemctl --user start \(unit)" : "true"
      let made = try await lab.run([
        "bash", "-c", "\(asUser)\nuseradd --create-home nobby && rm -rf /root/.local/state/cinch && \(start)",
      ])
      try #require(made.isSuccess, "\(made.error)")
      try await body(lab)
    }
  }

  @Test("is found in a lab with a manager of that user")
  func foundInLab() async throws {
    try await Self.withHost(manager: false) { host in
      let found = try await host.run(
        [
          "bash", "-c",
          "\(TestLabs.cinch) find --user --lab-user nobby \(Self.unit) \(Self.only) \(Self.check) --full --output /root/u.conf",
        ], timeout: .seconds(180))
      #expect(found.ending == .exited(0), "\(found.error)")
      let dropIn = try host.read("/root/u.conf")
      #expect(dropIn.contains("NoNewPrivileges=yes\n") && dropIn.contains("LockPersonality=yes\n"), "\(dropIn)")
      // Only root may take capabilities out of the bounding set (capabilities(7)); no lab has those of the clock.
      #expect(!dropIn.contains("CapabilityBoundingSet=") && !dropIn.contains("ProtectClock="), "\(dropIn)")
    }
  }

  @Test("is found, put on and taken off on a host by the user alone")
  func onHost() async throws {
    try await Self.withHost(manager: true) { host in
      let script = """
        \(Self.asUser)
        cd /home/nobby
        cinch() { user \(TestLabs.cinch) "$@"; }
        shown() { user systemctl --user show \(Self.unit) -p ActiveState,NoNewPrivileges,DropInPaths; }
        shown > before
        cinch find --user --host \(Self.unit) \(Self.only) \(Self.check) --profile u.yaml > found || exit 2
        shown | cmp - before || exit 3
        cinch apply --user u.yaml > /dev/null || exit 4
        shown | grep -qx NoNewPrivileges=yes || exit 5
        test -e .config/systemd/user/\(Self.unit).d/60-cinch.conf || exit 6
        cinch undo --user \(Self.unit) > /dev/null || exit 7
        shown | cmp - before || exit 8
        test "$(cinch log --user --json | grep -c '"verb"')" = 3 || exit 9
        """
      let result = try await host.run(["bash", "-c", script], timeout: .seconds(240))
      #expect(result.ending == .exited(0), "\(result.output)\(result.error)")
    }
  }

  @Test("needs the name of a user who is there")
  func unknownUser() async throws {
    try await Self.withHost(manager: false) { host in
      let found = try await host.run([TestLabs.cinch, "find", "--user", "--lab-user", "nemo", Self.unit, "--no-pager"])
      #expect(found.error.contains("no user nemo"), "\(found.error)")
    }
  }
}
