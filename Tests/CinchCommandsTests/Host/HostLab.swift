import Profiles
import Lab
import LabTesting
import Ledger
import Sandboxing
import Trials
import Workflows

/// A lab that plays the host: a service that writes a file when it starts, and the built `cinch` to work on it.
struct HostLab {
  static let unit = "example.service"
  static let directory = "/etc/systemd/system/\(unit).d"
  static let dropIn = "\(directory)/\(DropInPlace.fileName)"
  static let provisional = DropInPlace.system(unit: unit).provisionalFile
  static let lock = "/run/cinch/\(unit).lock"
  /// A probe's way to the Cinch that waits for it.
  static let cinchProcess = "$(sed 's/.*process //' \(lock))"

  let lab: Lab

  static let unitFile = "/usr/lib/systemd/system/\(unit)"

  static func withLab(
    layout: Lab.Layout? = nil, limits: Lab.Limits = Lab.Limits(), _ body: (HostLab) async throws -> Void
  ) async throws {
    try await TestLabs.withLab(TestLabs.configuration(layout: layout, limits: limits)) { lab in
      try lab.write(
        "[Service]\nExecStartPre=/bin/touch /var/lib/example\nExecStart=/bin/sleep infinity\n", to: unitFile)
      try await body(HostLab(lab: lab))
    }
  }

  init(lab: Lab) async throws {
    self.lab = lab
    // The lab sees the machine's files, and with them what Cinch has found out there.
    _ = try await shell("rm -rf /var/lib/cinch; systemctl daemon-reload && systemctl start \(Self.unit)")
  }

  /// Writes a profile that keeps these restrictions, with this as its only probe.
  func writeProfile(_ kept: Restriction..., probe: String = "true") throws {
    let profile = Profile(
      service: ProfiledService(unit: Self.unit, kind: "simple"),
      environment: RunEnvironment(systemd: "252", kernel: "6.1", libc: "glibc 2.36", unit: "00"),
      healthCheck: HealthCheck(probes: [.exec(probe)]), kept: Sandbox(kept),
      search: SearchSummary(strategy: "adaptive", seed: 1, trials: 2, seconds: 1),
      confirmed: Confirmation(form: "drop-in", passes: 2))
    try lab.write(try profile.yaml(), to: "/root/profile.yaml")
  }

  @discardableResult
  func cinch(_ arguments: String...) async throws -> Lab.CommandResult {
    try await lab.run([TestLabs.cinch] + arguments, timeout: .seconds(120))
  }

  func shell(_ script: String) async throws -> Lab.CommandResult { try await lab.run(["bash", "-c", script]) }

  /// Waits for whoever holds the unit's lock, and that is the guard as long as it takes back what a dead Cinch has left.
  func settled() async throws {
    let script = "mkdir -p /run/cinch; until flock \(Self.lock) test ! -e \(Self.provisional); do :; done"
    _ = try await shell(script)
  }

  /// All that a sandbox could have changed: files with their modes, and what the manager makes of them.
  func appearance() async throws -> String {
    let script = """
      find /etc/systemd/system /run/systemd/system.control -printf '%p %M %u %s\\n' | sort
      cat \(Self.directory)/*
      systemctl show \(Self.unit) -p ActiveState,ProtectHome,ProtectSystem,DropInPaths
      systemctl list-units --all --no-legend 'cinch-guard*' 'cinch-*-live-\(Self.unit)-[0-9]*'
      """
    return try await shell(script).output
  }
}
