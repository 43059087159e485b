import Glibc
import Logging
import Sandboxing
import Systemd

/// What one trial brought.
public struct TrialReport: Hashable, Sendable {
  /// What it says about its sandbox.
  public var verdict: Verdict
  /// How long its parts took.
  public var timings: Timings
  /// What went on in the service all the time.
  public var unrest: Set<Unrest>
  /// Whether a probe that had said unhealthy took that back when it was asked again at once.
  public var wavered: Bool
  /// What the service was seen to use; nothing where nobody looked.
  public var sightings: Sightings

  /// A report by its parts.
  public init(
    verdict: Verdict, timings: Timings, unrest: Set<Unrest> = [], wavered: Bool = false,
    sightings: Sightings = Sightings()
  ) {
    self.verdict = verdict
    self.timings = timings
    self.unrest = unrest
    self.wavered = wavered
    self.sightings = sightings
  }
}

/// Runs trials of one service on one ground, one after the other.
public actor TrialRunner {
  /// What it runs.
  public nonisolated let subject: Subject
  private let check: HealthCheck
  private let ground: any TrialGround
  private let launcher: any Launcher
  private let commands: CommandRunner
  private let log: Logger
  /// How long each part may take; narrowed once the baseline is known.
  public private(set) var limits: TimeLimits
  private var normalUnrest: Set<Unrest> = []

  /// A runner for one service. Its name distinguishes its probes' units from those of every other runner of the same
  /// manager.
  public init(
    _ subject: Subject, check: HealthCheck, on ground: any TrialGround, launcher: any Launcher, name: String,
    log: Logger
  ) {
    self.subject = subject
    self.check = check
    self.ground = ground
    self.launcher = launcher
    self.commands = CommandRunner(on: ground, prefix: "\(name)-probe")
    self.log = log
    limits = .baseline(ready: check.readyTimeout)
  }

  /// Takes over what baseline runs showed: how long things take, and what goes on in the service anyway.
  public func learn(limits: TimeLimits, normalUnrest: Set<Unrest>) {
    self.limits = limits
    self.normalUnrest = normalUnrest
  }

  /// Runs one trial, looking at the service while it is healthy if asked to: a first start on the state the service had
  /// before it ever ran, all that the health check asks, and everything put back.
  ///
  /// - Throws: ``BusError`` when the manager is gone, `CancellationError`, or what kept the state from being put back.
  ///   A service that fails is a verdict.
  public func run(_ sandbox: RenderedSandbox, observing: Bool = false) async throws -> TrialReport {
    try await trial(under: sandbox, within: limits, observing: observing).report
  }

  /// Whether the kernel tells this process which system calls are made here.
  public var hearsSystemCalls: Bool { ground.filteredCalls.areHeard }

  /// Runs the service without restrictions, and has the kernel tell which of these system calls it makes.
  ///
  /// - Returns: a report whose sightings have the calls.
  /// - Throws: as ``run(_:observing:)``.
  public func runWatching(_ calls: Set<String>) async throws -> TrialReport {
    // Whoever makes many calls is slowed down by the telling.
    var (report, filtered) = try await trial(
      under: .logging(calls), within: .baseline(ready: check.readyTimeout), observing: false)
    report.sightings.systemCalls = calls.intersection(filtered.map(\.systemCall))
    return report
  }

  private func trial(
    under sandbox: RenderedSandbox, within limits: TimeLimits, observing: Bool
  ) async throws -> (report: TrialReport, filtered: [SeccompRecord]) {
    let clock = ContinuousClock()
    let begun = clock.now
    let watcher = await ground.manager.watch(subject.unit)
    var lifecycle = Lifecycle(
      subject: subject, check: check, limits: limits, ground: ground, launcher: launcher, commands: commands,
      watcher: watcher, normalUnrest: normalUnrest)
    if observing { lifecycle.observer = Observer(on: ground, runsAsRoot: subject.runsAsRoot) }
    let place = await ground.filteredCalls.place()
    var verdict: Verdict
    do {
      verdict = try await outcome(of: &lifecycle, under: sandbox, watcher)
    } catch {
      // In a task of its own: one that was cancelled would wait for nothing.
      try? await Task { try await bringDown(watcher) }.value
      throw error
    }
    try await bringDown(watcher)
    let filtered = await ground.filteredCalls.of(subject.unit, since: place)
    if case .failed(var evidence) = verdict {
      evidence.deniedSystemCall = filtered.last { $0.signal != 0 }?.systemCall
      verdict = .failed(evidence)
    }
    var sightings = lifecycle.sightings
    if observing {
      sightings.observation.writtenDirectories = WrittenPaths.directories(of: try await ground.writtenPaths())
      // What the kernel says of processes has no aliases, a unit may name /sbin.
      let started = subject.programs.map { program in
        Observer.directory(of: Aliases.followed(program) { ProcessFiles.link(at: ground.view(of: $0)) })
      }
      let executed = sightings.observation.executedDirectories
      sightings.observation.executedDirectories += Set(started).subtracting(executed).sorted()
      let used = sightings.observation.writtenDirectories + sightings.observation.executedDirectories
      sightings.observation.directories = UpperDirectories.around(used, view: ground.view(of:))
    }
    try await ground.putBack()
    var timings = lifecycle.timings
    timings.total = clock.now - begun
    let report = TrialReport(
      verdict: verdict, timings: timings, unrest: lifecycle.unrest, wavered: lifecycle.wavered,
      sightings: sightings)
    return (report, filtered)
  }

  private func outcome(
    of lifecycle: inout Lifecycle, under sandbox: RenderedSandbox, _ watcher: UnitWatcher
  ) async throws -> Verdict {
    do {
      try await launcher.prepare(sandbox)
      try await lifecycle.run()
      return .passed
    } catch let breakage as Lifecycle.Breakage {
      return .failed(await ground.evidence(of: breakage, watcher))
    } catch let untellable as Lifecycle.Untellable {
      return .inconclusive(untellable.reason)
    } catch let error as BusError where !error.isConnectionLost {
      return .inconclusive("the manager refuses the sandbox: \(error)")
    }
  }

  /// Everything that the trial started ends here, whatever state it is in, and the unit's name is free afterwards.
  private func bringDown(_ watcher: UnitWatcher) async throws {
    let manager = ground.manager
    for socket in subject.sockets { try await end(socket) }
    let state = await watcher.state
    // After a clean stop there is nothing to end and nothing to forget.
    let isCleanlyDown = state.isDown && state.result == "success"
    if !isCleanlyDown, try await manager.isLoaded(subject.unit) {
      if !state.isDown, !state.activeState.isEmpty {
        try? await manager.kill(subject.unit, signal: SIGKILL)
        try await end(subject.unit)
      }
      try await manager.resetFailed(subject.unit)
    }
    try await launcher.clear(watcher)
  }

  /// Stops the service or one of its sockets, which waits for the service. The commands that a stop runs may hang as well as
  /// the service, one after the other: whatever does is killed.
  private func end(_ unit: String) async throws {
    let manager = ground.manager
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

extension TrialGround {
  /// What a service that failed has left here.
  func evidence(of breakage: Lifecycle.Breakage, _ watcher: UnitWatcher) async -> Evidence {
    let (shownLines, shownOutput) = (20, 400)
    let state = await watcher.state
    let lines = await journal(of: watcher.unit, invocation: state.invocationID)
    return Evidence(
      phase: breakage.phase, reason: breakage.reason,
      result: state.result == "success" ? nil : state.result,
      mainProcess: state.exit, probe: breakage.probe?.end,
      probeOutput: breakage.probe.map { String($0.output.prefix(shownOutput)) },
      journal: lines.suffix(shownLines).map { "\($0.identifier): \($0.message.prefix(shownOutput))" })
  }
}
