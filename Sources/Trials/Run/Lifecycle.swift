import Glibc
import Linux
import Logging
import Sandboxing
import Systemd

/// One service going through everything that "works" means, under whatever sandbox its launcher lays on it: start,
/// readiness, probes, reload, probes, stop, start again, probes, stop.
///
/// The first thing that goes wrong ends it, as a thrown ``Failure``.
struct Lifecycle {
  /// What went wrong, and where.
  struct Failure: Error {
    var phase: Phase
    var reason: String
    var probe: CommandRunner.Outcome?
  }

  /// The trial proves nothing, for this reason.
  struct Inconclusive: Error {
    var reason: String
  }

  let subject: Subject
  let check: HealthCheck
  let limits: TimeLimits
  let environment: any TrialEnvironment
  let launcher: any Launcher
  let commands: CommandRunner
  let watcher: UnitWatcher
  /// What belongs to the service: its baseline showed it.
  let normal: NormalBehaviour
  /// How long it has to stay up after its first start for the sake of its watchdog.
  var stay: Duration = .zero
  /// Where each step is told.
  let log: Logger

  /// Looks at the service while it is healthy; nil where nobody wants to know.
  var observer: Observer?
  /// Whether this is a run without any restriction: what is wrong then is no restriction's fault.
  var isBaseline = false

  /// What was seen of it.
  var runtime = RuntimeObservation()
  /// How long the parts took.
  var timings = Timings()
  /// What went on in it all the time.
  private(set) var anomalies: Set<RuntimeAnomaly> = []
  /// Whether a probe that had said unhealthy took that back when it was asked again at once.
  var wavered = false
  /// How long the restart took, stop and start together.
  private(set) var restartTime: Duration?
  /// The service's runs, as the journal tells them apart.
  private(set) var invocations: [String] = []

  /// Which rehearsals are asked for.
  var rehearsing: [RehearsalName] = []
  /// What runs without restrictions showed of them.
  var learned = Rehearsed()
  /// What the service is known to use, where nothing restricts it and rehearsals go by that.
  var seen = RuntimeObservation()
  /// What came of them in this run.
  var rehearsed = Rehearsed()
  /// Whether the service was started and not stopped since.
  var isRunning = false
  /// Whether rehearsals have started it again.
  private(set) var wasStartedLater = false

  /// Goes through the whole of it.
  mutating func run() async throws {
    try await start(.start, again: false, health: Phase.health)
    if check.reload, subject.canReload, !subject.isJob { try await reload() }
    if check.restart { try await start(.restart, again: true, health: Phase.healthAfterRestart) }
    if !subject.isJob { try await rehearseInTrial() }
    if !subject.isJob { try await stop(.finalStop) }
    // A restart is one job of the manager's, so that whatever lives through one in production does so here.
    if let restartTime { timings.slowest(\.start, restartTime - timings.stop) }
  }

  /// Goes through what may be asked of a service that people use: a start on the state that it has, its probes, and a
  /// reload with them again.
  mutating func runInService() async throws {
    try await start(.start, again: true, health: Phase.health)
    if check.reload, subject.canReload, !subject.isJob { try await reload() }
  }

  // MARK: Starting

  /// Starts the service on the state that it has, as on another day, and asks whether it is healthy.
  mutating func startLater() async throws {
    let isFirst = !wasStartedLater
    wasStartedLater = true
    try await start(.start, again: true, health: Phase.health, asNew: isFirst)
  }

  /// Starts the service and asks whether it is healthy.
  ///
  /// - Parameters:
  ///   - phase: what is said where it does not start.
  ///   - again: whether its state is one that it has made.
  ///   - health: what is said where a probe fails.
  ///   - asNew: whether the unit has to be made for that; nil where it is restarted by one job.
  /// - Throws: ``Failure``, ``Inconclusive``, and what the manager throws.
  private mutating func start(
    _ phase: Phase, again: Bool, health: (Int) -> Phase, asNew: Bool? = nil
  ) async throws {
    for command in check.prepare {
      let outcome = try await commands.run(command, limit: limits.probe)
      guard outcome.isSuccess else {
        throw Inconclusive(reason: "the preparation '\(command)' failed: \(outcome.output.prefix(200))")
      }
    }
    // What others have looked at before is not what it looks at.
    if !again { _ = observer?.opened(by: []) }
    let clock = ContinuousClock()
    let begun = clock.now
    let invocation = await watcher.state.invocationID
    let isRestart = again && asNew == nil && !subject.isJob
    let result = try await inTime(
      phase, isRestart ? "the restart did not end in time" : limits.overrun("the start", \.start, \.start)
    ) { [launcher, limits] in
      try await unlessItWaits(phase) {
        isRestart
          ? try await launcher.restart(limit: limits.restart)
          : try await launcher.start(again: asNew.map { !$0 } ?? again, limit: limits.start)
      }
    }
    if isRestart { restartTime = clock.now - begun } else { timings.slowest(\.start, clock.now - begun) }
    log.debug("\(phase): the job ended as \(result) after \((clock.now - begun).inMilliseconds)")
    invocations.append(await watcher.state.invocationID)
    try await started(phase, result, after: invocation)
    isRunning = !subject.isJob
    if subject.isJob {
      noteSystemFiles(of: [])
      return try await probe(health)
    }

    // Without a probe and a window there is no time in which anything could come and go.
    let watchesProcesses = !check.probes.isEmpty || check.settle > .zero
    var group = watchesProcesses || observer != nil ? try await environment.manager.controlGroup(of: subject.unit) : nil
    if subject.countsAsStartedEarly, let group { try await waitUntilExecuted(in: group) }
    try await waitUntilReady()
    if watchesProcesses, group == nil { group = try await environment.manager.controlGroup(of: subject.unit) }
    if !again { noteSystemFiles(of: processes(in: group)) }
    let before = ProcessTable(of: processes(in: group))
    try await probe(health)
    let settled = begun + check.settle
    if clock.now < settled {
      try await staysUp(.settle, for: settled - clock.now)
      // Whoever fails a moment after it has answered has not been healthy.
      if !again { try await probe(health) }
    } else {
      try await mustBeUp(.settle)
    }
    if !again, clock.now < begun + stay {
      try await staysUp(.watchdog, for: begun + stay - clock.now)
      try await probe(health)
    }
    let last = await watcher.state.invocationID
    if invocations.last != last { invocations.append(last) }
    try await lookForAnomalies(in: group, since: before)
    if let observer {
      runtime.formUnion(try await observer.look(at: processes(in: group)))
      runtime.restarts = max(runtime.restarts ?? 0, Int(await watcher.state.restarts))
    }
  }

  /// Whether the start job's word is true: `done` can be said of a unit whose condition failed, or that is dead by now.
  private func started(_ phase: Phase, _ result: JobResult, after invocation: String) async throws {
    if let reason = try await environment.manager.whyNothingRan(watcher, result, after: invocation) {
      throw isBaseline ? Inconclusive(reason: reason) : Failure(phase: phase, reason: reason)
    }
    let state = await watcher.state
    // The manager starts it again after a start that failed, too.
    let comesAgain = result == .failed ? normal.restarts > 0 : result == .canceled && state.hasJob
    let mayComeAgain = comesAgain && !subject.isJob
    guard result == .done || mayComeAgain else {
      let culprits = result == .dependency ? try await environment.manager.failedRequirements(of: subject.unit) : []
      let reason =
        culprits.isEmpty
        ? "the start job ended as \(result): \(Self.description(of: state))"
        : "what it requires did not start: \(culprits.joined(separator: ", "))"
      throw culprits.isEmpty || !isBaseline
        ? Failure(phase: phase, reason: reason) : Inconclusive(reason: reason)
    }
    if subject.isJob {
      let state = try await watcher.down(within: limits.start)
      guard state.result == "success" else {
        throw Failure(phase: phase, reason: "the job failed: \(Self.description(of: state))")
      }
      // A command with '-' may fail, but one that never ran has done nothing (systemd.service(5), "Command lines").
      if let end = state.exit, end.isSetupFailure {
        throw Failure(phase: phase, reason: "its command did not run: \(end)")
      }
    } else if normal.restarts > 0 {
      try await settleAfterRestarts(phase)
    } else {
      try await mustBeUp(phase)
    }
  }

  /// With `Type=simple` the start job ends before the service's program runs; until then its process is the manager's, whose
  /// name stands in parentheses meanwhile. A probe that comes before has nothing to find.
  private func waitUntilExecuted(in group: String) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limits.start
    var pause = Duration.milliseconds(1)
    while clock.now < deadline, await watcher.state.isActive,
      processes(in: group).allSatisfy({ ProcessFiles(pid: $0).isBeforeExecution })
    {
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(16))
    }
  }

  mutating func waitUntilReady() async throws {
    guard let ready = check.ready else { return }
    let clock = ContinuousClock()
    let begun = clock.now
    // One unit that retries, not one unit a try: what costs is the unit.
    let outcome = try await whileUp(.ready) { [commands, limits, variables = await probeVariables()] in
      try await commands.run(
        "until bash -c \"$0\"; do sleep 0.02; done", arguments: [ready], variables: variables,
        limit: limits.ready)
    }
    timings.slowest(\.ready, clock.now - begun)
    log.debug("ready: \(outcome.isSuccess ? "yes" : "no") after \((clock.now - begun).inMilliseconds)")
    guard outcome.isSuccess else {
      throw Failure(
        phase: .ready, reason: limits.overrun("the wait for it to be ready", \.ready, \.ready), probe: outcome)
    }
  }

  private mutating func lookForAnomalies(in group: String?, since before: ProcessTable) async throws {
    let now = ProcessTable(of: processes(in: group))
    for anomaly in RuntimeAnomaly.allCases
    where !normal.anomalies.contains(anomaly) && anomaly.shows(from: before, to: now) {
      let looks = anomaly.looks(isBaseline: isBaseline)
      guard try await anomaly.isContinuing(looks: looks, { ProcessTable(of: processes(in: group)) }) else { continue }
      anomalies.insert(anomaly)
      guard isBaseline else { throw Failure(phase: .settle, reason: anomaly.complaint) }
    }
  }

  // MARK: Reloading and stopping

  private mutating func reload() async throws {
    let clock = ContinuousClock()
    let begun = clock.now
    let result = try await inTime(.reload, limits.overrun("the reload", \.reload, \.reload)) {
      [environment, subject, limits] in
      try await environment.manager.reload(subject.unit, limit: limits.reload)
    }
    timings.slowest(\.reload, clock.now - begun)
    log.debug("reload: the job ended as \(result) after \((clock.now - begun).inMilliseconds)")
    guard result == .done else { throw Failure(phase: .reload, reason: "the reload job ended as \(result)") }
    // A signal is all that most reloads are: the daemon acts on it after the job has ended.
    try await staysUp(.reload, for: check.settle)
    try await probe(Phase.healthAfterReload)
    try await mustBeUp(.reload)
  }

  mutating func stop(_ phase: Phase) async throws {
    isRunning = false
    let clock = ContinuousClock()
    let begun = clock.now
    let state = try await inTime(phase, limits.overrun("the stop", \.stop, \.stop)) {
      [environment, subject, limits, watcher] in
      _ = try await environment.manager.stop(subject.unit, limit: limits.stop)
      return try await watcher.down(within: limits.stop)
    }
    timings.slowest(\.stop, clock.now - begun)
    log.debug("\(phase): down after \((clock.now - begun).inMilliseconds)")
    guard state.result == "success" else {
      throw Failure(phase: phase, reason: "it did not stop cleanly: \(Self.description(of: state))")
    }
  }
}
