import Sandboxing
import Systemd

extension Lifecycle {
  /// Asks every probe once, in order, while the service has to be up.
  mutating func probe(_ phase: (Int) -> Phase) async throws {
    for (index, probe) in check.probes.enumerated() {
      let phase = phase(index + 1)
      let clock = ContinuousClock()
      let begun = clock.now
      let outcome = try await whileUp(phase) { [commands, limits, variables = await probeVariables()] in
        try await commands.run(probe.script, variables: variables, limit: limits.probe)
      }
      timings.slowest(\.slowestProbe, clock.now - begun)
      let end = outcome.end.map { "\($0)" } ?? "no end"
      log.debug("\(phase): \(end) after \((clock.now - begun).inMilliseconds)")
      switch outcome.end {
      case .exited(0): continue
      case .exited(125): throw Inconclusive(reason: "probe \(index + 1) said that it could not tell (exit status 125)")
      case nil:
        throw Failure(
          phase: phase, reason: limits.overrun("the probe", \.probe, \.slowestProbe), probe: outcome)
      case let end?:
        wavered = try await isTakenBack(probe, until: begun + limits.probe)
        throw Failure(phase: phase, reason: "the probe said unhealthy (\(end))", probe: outcome)
      }
    }
  }

  /// Whether a probe that said unhealthy says healthy when it is asked again at once, up to two times while there is time.
  /// The trial has failed either way; but what changes its mind so fast flakes, and is not to be believed at its word.
  private func isTakenBack(_ probe: Probe, until deadline: ContinuousClock.Instant) async throws -> Bool {
    for _ in 0..<2 where ContinuousClock.now < deadline {
      let outcome = try await commands.run(probe.script, variables: await probeVariables(), limit: limits.probe)
      if outcome.isSuccess { return true }
    }
    return false
  }

  /// What probes find in their environment: whom they are asked about.
  func probeVariables() async -> [String] {
    ["CINCH_UNIT=\(subject.unit)", "CINCH_MAINPID=\(await watcher.state.mainPID)"]
  }
}
