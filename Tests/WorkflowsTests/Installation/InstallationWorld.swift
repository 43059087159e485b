import Linux
import Systemd
import Trials
import Workflows

/// A machine with one service, its drop-in directory in some state, and Cinch's own state.
struct InstallationWorld {
  static let place = DropInPlace.system(unit: "nginx.service")
  static let limit = Duration.seconds(60)
  static let good = "[Service]\nProtectSystem=strict\n"
  static let giving = "[Service]\nUser=nobody\nLogsDirectory=own\n"
  static let bad = "[Service]\nProtectSystem=strict\nBREAK=yes\n"

  /// What is in /etc before Cinch comes.
  enum Before: String, CaseIterable, Sendable {
    case nothing, anotherDropIn, anOlderSandbox
  }

  let fuse: Fuse
  let disk: SimulatedDisk
  let state: SimulatedDisk
  let control: SimulatedControl
  let original: [String: String]

  init(_ before: Before, isActive: Bool = true) throws {
    fuse = Fuse()
    disk = SimulatedDisk(fuse: fuse)
    state = SimulatedDisk(fuse: fuse)
    try disk.makeDirectories("/etc/systemd/system", mode: 0o755)
    try disk.makeDirectories("/run/systemd", mode: 0o755)
    if before != .nothing {
      try disk.makeDirectory(Self.place.directory, mode: 0o750)
      try disk.create(
        Self.place.directory + "/50-mine.conf", holding: Array("[Service]\nNice=5\n".utf8),
        attributes: FileAttributes(mode: 0o600))
    }
    if before == .anOlderSandbox {
      try disk.create(
        Self.place.file, holding: Array("[Service]\nPrivateTmp=yes\n".utf8), attributes: FileAttributes(mode: 0o640))
    }
    try disk.create(
      "/etc/passwd", holding: Array("nobody:x:65534:65534::/:/bin/false\n".utf8),
      attributes: FileAttributes(mode: 0o644))
    try disk.makeDirectories("/var/log/own", mode: 0o755)
    for owner in [0, 1, 65534] {
      try disk.create(
        "/var/log/own/\(owner)", holding: [], attributes: FileAttributes(mode: 0o640, owner: UInt32(owner), group: 4))
    }
    disk.settle()
    state.settle()
    control = SimulatedControl(at: Self.place, on: disk, fuse: fuse, isActive: isActive)
    original = disk.contents(below: "/etc")
  }

  private init(
    fuse: Fuse, disk: SimulatedDisk, state: SimulatedDisk, control: SimulatedControl, original: [String: String]
  ) {
    self.fuse = fuse
    self.disk = disk
    self.state = state
    self.control = control
    self.original = original
  }

  /// The world as it comes up after a power cut.
  func rebooted(survivors: Int, stateSurvivors: Int, unwritten: SimulatedDisk.Unwritten) throws -> InstallationWorld {
    let disk = disk.rebooted(survivors: survivors, unwritten: unwritten)
    try disk.makeDirectories("/run/systemd", mode: 0o755)
    return InstallationWorld(
      fuse: fuse, disk: disk, state: state.rebooted(survivors: stateSurvivors, unwritten: unwritten),
      control: control.rebooted(with: disk), original: original)
  }

  var installation: Installation {
    Installation(
      at: Self.place, on: disk, state: state, control: control, lock: "/run/cinch/nginx.service.lock")
  }

  /// The drop-ins that are installed for good, by path, with mode and content.
  var etc: [String: String] { disk.contents(below: "/etc") }

  /// Whose the service's files are.
  var owners: [String] {
    ["/var/log/own", "/var/log/own/0", "/var/log/own/1", "/var/log/own/65534"].map { path in
      let attributes = try? disk.status(of: path)?.attributes
      return "\(path) \(attributes?.owner ?? 9):\(attributes?.group ?? 9)"
    }
  }

  /// What stands in /run besides what was there before.
  var leftovers: [String: String] {
    disk.contents(below: "/run").filter { $0.key != "/run/systemd" }
  }

  func apply(
    _ text: String, confirmation: Duration? = nil, consent: Installation.Consent = .changedOwners,
    verdict: Verdict = .passed
  ) async throws -> Installation.Outcome {
    try await installation.apply(limit: Self.limit, confirmation: confirmation, consent: consent) { _ in
      text
    } check: { [control] in
      let result = try await control.restart(Self.place.unit, mode: .replace, limit: Self.limit)
      return result == .done ? verdict : .failed(Evidence(phase: .start, reason: "it does not start"))
    }
  }
}
