import Glibc
import Lab
import Linux
import Logging
import Sandboxing
import Systemd

/// Runs trials of one service on one environment, one after the other.
public actor TrialRunner {
  /// What it runs.
  public nonisolated let subject: Subject
  private let check: HealthCheck
  private let environment: any TrialEnvironment
  private let launcher: any Launcher
  private let commands: CommandRunner
  private let log: Logger
  /// How long each part may take; narrowed once the baseline is known.
  public private(set) var limits: TimeLimits
  private var normal = NormalBehaviour()
  /// How many trials began.
  private var count = 0
  private let secrets: Secrets
  private var usualLines: Set<String> = []
  private var rehearsed = Rehearsed()

  /// A runner for one service. Its name distinguishes its probes' units from those of every other runner of the same
  /// manager.
  public init(
    _ subject: Subject, check: HealthCheck, on environment: any TrialEnvironment, launcher: any Launcher, name: String,
    log: Logger
  ) {
    self.subject = subject
    self.check = check
    self.environment = environment
    self.launcher = launcher
    self.commands = CommandRunner(on: environment, prefix: "\(name)-probe")
    self.log = log
    secrets = Secrets(of: subject.properties)
    limits = .baseline(ready: check.readyTimeout)
  }

  /// Takes over what baseline runs showed: how long things take, what goes on in the service anyway, how often it has itself
  /// restarted, what its log says then (``LogLine``), and what came of rehearsals.
  public func learn(
    limits: TimeLimits, normalAnomalies: Set<RuntimeAnomaly>, restarts: Int = 0, usualLines: Set<String> = [],
    rehearsed: Rehearsed = Rehearsed()
  ) async {
    self.limits = limits
    self.rehearsed = rehearsed
    await allowRestarts(restarts)
    normal.anomalies = normalAnomalies
    self.usualLines = usualLines
  }

  /// From now on the manager may restart the service so often in a trial, as its unit says.
  public func allowRestarts(_ number: Int) async {
    normal.restarts = number
    if number > 0 { await launcher.allowRestarts() }
  }

  /// Runs one trial, looking at the service while it is healthy if asked to: a first start on the state the service had
  /// before it ever ran, all that the health check asks, and everything put back.
  ///
  /// - Parameters:
  ///   - sandbox: what is laid on it.
  ///   - observing: whether somebody wants to know what it uses without any restriction.
  ///   - comparing: whether somebody wants to know if it does the same under this one.
  ///   - stay: how long it has to stay up after its first start for the sake of its watchdog.
  ///   - rehearsing: which rehearsals it has to go through, under restrictions only those that held without; nil for those of
  ///     every trial.
  /// - Returns: what it brought.
  /// - Throws: ``BusError`` when the manager is gone, `CancellationError`, or what kept the state from being put back.
  ///   A service that fails is a verdict.
  public func run(
    _ sandbox: RenderedSandbox, observing: Bool = false, comparing: Bool = false, stay: Duration = .zero,
    rehearsing: [RehearsalName]? = nil
  ) async throws -> TrialReport {
    // The baseline was measured on a machine that may have been idle then, and is not now.
    let stretched = limits.stretched(by: MachineLoad.now?.perProcessor ?? 0)
    let names = rehearsing ?? rehearsed.notes.keys.filter(\.isOfEveryTrial)
    return try await trial(
      under: sandbox, within: stretched, looking: observing || comparing, isBaseline: observing, stay: stay,
      rehearsing: names
    ).report
  }

  /// Whether the health check fails where the service does not run. One that has the service started by asking, over the bus
  /// or a socket, would fail where it cannot be.
  ///
  /// - Throws: as ``run(_:observing:comparing:stay:rehearsing:)``.
  public func noticesAbsence() async throws -> Bool {
    let watcher = await environment.manager.watch(subject.unit)
    let variables = subject.probeVariables(mainProcess: 0, on: environment)
    try await environment.beginTrial()
    for command in check.prepare { _ = try await commands.run(command, limit: limits.probe) }
    var notices = false
    for probe in check.probes where !notices {
      notices = try await !commands.run(probe.script, variables: variables, limit: limits.probe).isSuccess
    }
    let isStarted = await watcher.state.isActive
    try await end(watcher)
    try await environment.putBack()
    return notices || isStarted
  }

  /// Whether the kernel tells this process which system calls are made here.
  public var hearsSystemCalls: Bool { environment.filteredCalls.areHeard }

  /// Runs the service without restrictions, and has the kernel tell which of these system calls it makes.
  ///
  /// - Returns: a report whose runtime have the calls.
  /// - Throws: as ``run(_:observing:comparing:stay:rehearsing:)``.
  public func runWatching(_ calls: Set<String>) async throws -> TrialReport {
    // Whoever makes many calls is slowed down by the telling.
    var (report, filtered) = try await trial(
      under: .logging(calls), within: .baseline(ready: check.readyTimeout), looking: false)
    report.runtime.systemCalls = calls.intersection(filtered.map(\.systemCall))
    // They were only told of.
    (report.runtime.deniedCalls, report.runtime.callsDeniedToTheGone) = (nil, nil)
    return report
  }

  private func trial(
    under sandbox: RenderedSandbox, within limits: TimeLimits, looking: Bool, isBaseline: Bool = false,
    stay: Duration = .zero, rehearsing: [RehearsalName] = []
  ) async throws -> (report: TrialReport, filtered: [SeccompRecord]) {
    let clock = ContinuousClock()
    let begun = clock.now
    count += 1
    var log = log
    log[metadataKey: "trial"] = "\(count)"
    log.debug("begins under \(sandbox.properties.isEmpty ? "no restrictions" : "\(sandbox.properties.map(\.name))")")
    let watcher = await environment.manager.watch(subject.unit)
    var lifecycle = Lifecycle(
      subject: subject, check: check, limits: limits, environment: environment, launcher: launcher, commands: commands,
      watcher: watcher, normal: normal, stay: stay, log: log)
    lifecycle.isBaseline = isBaseline
    if looking { lifecycle.observer = Observer(of: subject, on: environment) }
    (lifecycle.rehearsing, lifecycle.learned) = (rehearsing, rehearsed)
    try await environment.beginTrial()
    let place = await environment.filteredCalls.place()
    var (verdict, entries, remains) = try await goThrough(&lifecycle) { [launcher] lifecycle in
      try await launcher.prepare(sandbox)
      try await lifecycle.run()
    }
    if verdict.isPassed, let failure = unstarted(in: entries), !sandbox.properties.isEmpty {
      verdict = .failed(failure)
    }
    let (filtered, gone) = await environment.filteredCalls.heard(of: subject.unit, since: place)
    verdict = secrets.masked(verdict.naming(filtered))
    var runtime = lifecycle.runtime
    let denied = Set(filtered.filter { $0.signal == 0 }.map(\.systemCall))
    if verdict.isPassed {
      (runtime.deniedCalls, runtime.callsDeniedToTheGone) = (denied.isEmpty ? nil : denied, gone.isEmpty ? nil : gone)
    }
    var wrote: [LackedPaths.Written] = []
    if looking { wrote = try await environment.note(filesOf: subject, in: &runtime) }
    let complaints =
      looking
      ? environment.complaints(in: entries, and: runtime.writtenFiles ?? [], pidFile: subject.pidFile, without: secrets)
      : []
    var lines = newLines(in: entries)
    if verdict.isPassed, remains == nil, lifecycle.hasLaterRehearsals {
      let later = try await rehearseLater(after: &lifecycle, seen: runtime)
      lines = later.verdict.isPassed ? lines.union(later.lines) : []
      let filtered = await environment.filteredCalls.heard(of: subject.unit, since: place).own
      (verdict, remains) = (secrets.masked(later.verdict.naming(filtered)), later.remains)
    }
    let beforePuttingBack = clock.now
    do {
      try await environment.putBack()
    } catch let error as LabError where error != .gone {
      remains = "\(error)"
    }
    environment.noteLacks(wrote, in: &runtime)
    environment.forgetOlderFiles(of: wrote, in: &runtime)
    log.debug("put back in \((clock.now - beforePuttingBack).inMilliseconds)")
    var timings = lifecycle.timings
    timings.total = clock.now - begun
    log.debug("\(verdict) after \(timings.total.inMilliseconds)")
    var report = TrialReport(
      verdict: verdict, timings: timings, anomalies: lifecycle.anomalies, wavered: lifecycle.wavered,
      runtime: runtime, remains: remains, usualLines: lines, complaints: complaints)
    report.rehearsed = lifecycle.rehearsed
    return (report, filtered)
  }

  /// A command that was never started, where that is not usual: one with `-` counts as a success even so.
  private func unstarted(in entries: [JournalEntry]) -> Evidence? {
    entries.first { $0.unstarted != nil && !usualLines.contains(LogLine.normalized($0.line)) }
      .map { Evidence(phase: .start, reason: "a command was not run: \($0.message)", journal: [$0.line]) }
  }

  /// What a log has that the baseline's had not. It is kept in the ledger.
  private func newLines(in entries: [JournalEntry]) -> Set<String> {
    Set(entries.map { LogLine.normalized(secrets.masked($0.line)) }).subtracting(usualLines)
  }

  /// Starts the service again on the state that its health check has left, and goes through what takes longer.
  private func rehearseLater(
    after lifecycle: inout Lifecycle, seen runtime: RuntimeObservation
  ) async throws -> (verdict: Verdict, lines: Set<String>, remains: String?) {
    let watcher = await environment.manager.watch(subject.unit)
    var later = Lifecycle(
      subject: subject, check: check, limits: lifecycle.limits, environment: environment, launcher: launcher,
      commands: commands, watcher: watcher, normal: normal, log: lifecycle.log)
    (later.isBaseline, later.seen) = (lifecycle.isBaseline, runtime)
    (later.rehearsing, later.learned, later.rehearsed) = (
      lifecycle.rehearsing, lifecycle.learned, lifecycle.rehearsed
    )
    let (verdict, entries, remains) = try await goThrough(&later) { try await $0.runLater() }
    lifecycle.rehearsed = later.rehearsed
    return (verdict, newLines(in: entries), remains)
  }

  /// Has the service go through something, and ends everything that came with it.
  ///
  /// - Returns: how it did, its log where it passed, and what could not be ended.
  private func goThrough(
    _ lifecycle: inout Lifecycle, _ body: (inout Lifecycle) async throws -> Void
  ) async throws -> (verdict: Verdict, entries: [JournalEntry], remains: String?) {
    let watcher = lifecycle.watcher
    let verdict: Verdict
    do {
      verdict = try await outcome(watcher) { try await body(&lifecycle) }
    } catch {
      // In a task of its own: one that was cancelled would wait for nothing.
      try? await Task { try await end(watcher) }.value
      throw error
    }
    // What the service has said is written out while what is left of it ends.
    async let entries =
      verdict.isPassed ? environment.journal(of: subject.unit, lifecycle.invocations) : []
    do {
      try await end(watcher)
      return (verdict, await entries, nil)
    } catch let error as LeftoverError {
      return (verdict, await entries, "\(error)")
    }
  }

  /// What a service does that goes through something.
  private func outcome(_ watcher: UnitWatcher, _ body: () async throws -> Void) async throws -> Verdict {
    do {
      try await body()
      return .passed
    } catch let failure as Lifecycle.Failure {
      return .failed(await environment.evidence(of: failure, watcher, besides: usualLines))
    } catch let inconclusive as Lifecycle.Inconclusive {
      return .inconclusive(inconclusive.reason)
    } catch let error as BusError where !error.isConnectionLost {
      return .inconclusive("the manager refuses to start it so: \(error)")
    }
  }

  /// Everything that the trial started ends here, and what came with it.
  private func end(_ watcher: UnitWatcher) async throws {
    guard subject.sockets.isEmpty, isDownForGood(await watcher.state) else {
      try await bringDown(watcher)
      return try await environment.endLeftovers(of: subject.unit)
    }
    // Nothing of it can start anything else; only its name is not free yet.
    async let leftovers: Void = environment.endLeftovers(of: subject.unit)
    try await bringDown(watcher)
    try await leftovers
  }

  /// Whether there is nothing to end and nothing to forget. One that the manager restarts may only be between two runs.
  private func isDownForGood(_ state: UnitState) -> Bool { state.isCleanlyDown && normal.restarts == 0 }

  /// The service ends here, whatever state it is in, and the unit's name is free afterwards.
  private func bringDown(_ watcher: UnitWatcher) async throws {
    let manager = environment.manager
    for socket in subject.sockets { try await stop(socket) }
    let state = await watcher.state
    if !isDownForGood(state), try await manager.isLoaded(subject.unit) {
      if normal.restarts > 0 || !state.isDown && !state.activeState.isEmpty {
        try? await manager.kill(subject.unit, signal: SIGKILL)
        try await stop(subject.unit)
      }
      try await manager.resetFailed(subject.unit)
    }
    try await launcher.clear(watcher)
  }

  /// Stops the service or one of its sockets, which waits for the service. The commands that a stop runs may hang as well as
  /// the service, one after the other: whatever does is killed.
  private func stop(_ unit: String) async throws {
    let manager = environment.manager
    for _ in 0..<4 {
      do {
        _ = try await manager.stop(unit, limit: .seconds(3))
        return
      } catch is DeadlineExceeded {
        try? await manager.kill(subject.unit, signal: SIGKILL)
      }
    }
    _ = try await manager.stop(unit, limit: .seconds(10))
  }
}
