import Sandboxing
import Systemd
import Trials

/// Units of the manager's that take a provisional drop-in back without Cinch: a timer for the deadline, a watch for
/// Cinch's death, and the service that both of them start.
///
/// They are armed before the first byte is written. What they run needs nothing of Cinch: not its binary, not its state.
struct GuardUnits {
  let place: DropInPlace
  /// The lock that a living Cinch holds, as the manager's units see it; nil where there is none to watch.
  let lock: String?
  /// Whether the unit was up before, and has to be again.
  let wasActive: Bool
  /// Whether the manager is a user's.
  let isUser: Bool

  /// How long the manager may take to do one of the small things that are asked of it here.
  private static let limit = Duration.seconds(30)

  private var stem: String { "cinch-guard-" + UnitName.part(place.unit) }
  private var confirmation: String { stem + "-confirm" }
  private var watch: String { stem + "-watch.service" }

  /// Arms the guard: from here on the drop-in goes when the deadline passes, or when the holder of the lock does.
  func arm(deadline: Duration, with control: some UnitControl) async throws {
    try await disarm(with: control)
    // In this order a Cinch that dies in between leaves nothing: the watch then finds nothing to start.
    if let lock { try await startWatch(on: lock, with: control) }
    try await startTimer(stem, after: deadline, with: control)
  }

  /// Leaves another deadline, and it alone: for a Cinch that ends before it on purpose. The new timer runs before the old
  /// one goes, so that no moment is uncovered.
  func await(confirmation deadline: Duration, with control: some UnitControl) async throws {
    try await startTimer(confirmation, after: deadline, with: control)
    try await stop([watch, stem + ".timer"], with: control)
  }

  /// Takes the guard away; one that is not there is no error.
  func disarm(with control: some UnitControl) async throws {
    let services = [stem + ".service", confirmation + ".service"]
    try await stop([watch, stem + ".timer", confirmation + ".timer"] + services, with: control)
  }

  /// A timer and the service of the same name, which is all that a transient timer can start.
  private func startTimer(_ name: String, after deadline: Duration, with control: some UnitControl) async throws {
    let (seconds, attoseconds) = deadline.components
    let microseconds = UInt64(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    let timer = TransientUnit(
      name: name + ".timer",
      properties: [
        UnitProperty("Description", .string("Takes an unconfirmed sandbox of \(place.unit) back")),
        UnitProperty(
          "TimersMonotonic",
          .array(element: "(st)", [.structure([.string("OnActiveSec"), .uint64(microseconds)])])),
        UnitProperty("AccuracyUSec", .uint64(100_000)),
        UnitProperty("RemainAfterElapse", .bool(false)),
      ])
    let service = TransientUnit(
      name: name + ".service",
      properties: [
        UnitProperty("Description", .string("Take the sandbox of \(place.unit) back")),
        UnitProperty("Type", .string("oneshot")),
        UnitProperty("CollectMode", .string("inactive-or-failed")),
        UnitProperty("ExecStart", .array(element: "(sasb)", takingBack.map(\.value))),
      ])
    let result = try await control.startTransientUnit(timer, with: [service], mode: .fail, limit: Self.limit)
    guard result == .done else { throw InstallationError.noGuard(unit: place.unit, reason: "\(result)") }
  }

  /// The deadline alone is what counts; the watch only makes it quick where Cinch dies, and where it cannot run (no
  /// flock(1)) nothing is lost. It keeps the lock while the drop-in is taken back, so that nobody else begins meanwhile.
  private func startWatch(on lock: String, with control: some UnitControl) async throws {
    let user = isUser ? ["--user"] : []
    let command = Command(["/usr/bin/flock", lock, systemctl] + user + ["start", stem + ".service"])
    let unit = TransientUnit(
      name: watch,
      properties: [
        UnitProperty("Description", .string("Wait for the end of the run on \(place.unit)")),
        UnitProperty("Type", .string("exec")),
        UnitProperty("CollectMode", .string("inactive-or-failed")),
        UnitProperty("ExecStart", .array(element: "(sasb)", [command.value])),
      ])
    _ = try await control.startTransientUnit(unit, with: [], mode: .fail, limit: Self.limit)
  }

  private func stop(_ units: [String], with control: some UnitControl) async throws {
    for unit in units { _ = try await control.stop(unit, mode: .replace, limit: Self.limit) }
  }

  private var systemctl: String { "/bin/systemctl" }

  /// The way back, command by command. Nothing in it is quoted or expanded: each is executed as it stands.
  var takingBack: [Command] {
    let user = isUser ? ["--user"] : []
    return endingProbes + [
      Command(["/bin/rm", "-f", place.provisionalFile, place.provisionalTemporary]),
      Command(["/bin/rmdir", place.provisionalDirectory, place.provisionalRoot], mayFail: true),
      Command([systemctl] + user + ["daemon-reload"]),
      Command([systemctl] + user + ["reset-failed", place.unit], mayFail: true),
      Command([systemctl] + user + [wasActive ? "restart" : "stop", place.unit], mayFail: true),
      Command([systemctl] + user + ["stop", stem + ".timer", confirmation + ".timer"], mayFail: true),
    ]
  }

  /// A Cinch that died in the middle of a probe has left the probe.
  private var endingProbes: [Command] {
    guard lock != nil else { return [] }
    let user = isUser ? ["--user"] : []
    // Globs, in which a backslash would take the next character's meaning.
    let probes = LiveCheck.prefix(of: place.unit).replacing("\\", with: "\\\\") + "-*"
    return [
      Command([systemctl] + user + ["kill", "--signal=KILL", probes], mayFail: true),
      Command([systemctl] + user + ["stop", probes], mayFail: true),
    ]
  }

  /// One command of a service.
  struct Command: Hashable, Sendable {
    let arguments: [String]
    let mayFail: Bool

    init(_ arguments: [String], mayFail: Bool = false) {
      self.arguments = arguments
      self.mayFail = mayFail
    }

    /// `(sasb)`: path, arguments, whether a failure is ignored.
    var value: BusValue {
      // systemd expands variables in arguments; a doubled dollar is one (systemd.service(5), "Command lines").
      let literal = arguments.map { $0.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$") }
      return .structure([.string(arguments.first ?? ""), .strings(literal), .bool(mayFail)])
    }
  }
}
