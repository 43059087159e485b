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
      if try await ask(probe).isSuccess { return true }
    }
    return false
  }

  /// What a question brings.
  ///
  /// - Parameters:
  ///   - probe: the question.
  ///   - user: who asks; nil for whoever asks the health check's.
  /// - Returns: how it ended.
  /// - Throws: what the manager throws.
  func ask(_ probe: Probe, as user: String? = nil) async throws -> CommandRunner.Outcome {
    try await commands.run(probe.script, variables: await probeVariables(), user: user, limit: limits.probe)
  }

  /// What probes find in their environment.
  func probeVariables() async -> [String] {
    subject.probeVariables(mainProcess: await watcher.state.mainPID, on: environment)
  }
}

extension Subject {
  /// What probes find in their environment: whom they are asked about, and whether in a lab, where they may change what they
  /// like.
  func probeVariables(mainProcess: some BinaryInteger, on environment: any TrialEnvironment) -> [String] {
    ["CINCH_UNIT=\(unit)", "CINCH_MAINPID=\(mainProcess)"] + (environment.isDisposable ? ["CINCH_LAB=1"] : [])
  }
}
