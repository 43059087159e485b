import Systemd

extension Lifecycle {
  /// Goes through those rehearsals of the ones asked for that belong to every trial.
  mutating func rehearseInTrial() async throws {
    try await rehearse(Rehearsals.all.filter { $0.isOfEveryTrial && rehearsing.contains($0.name) })
  }

  /// Whether any of the ones asked for are for a run of a whole result.
  var hasLaterRehearsals: Bool { !laterRehearsals.isEmpty }

  private var laterRehearsals: [any Rehearsal] {
    Rehearsals.all.filter { !$0.isOfEveryTrial && rehearsing.contains($0.name) && isDue($0) }
  }

  /// Starts the service again on the state that it has left, as on another day, and goes through what takes longer.
  mutating func runLater() async throws {
    try await rehearse(laterRehearsals)
    if isRunning, !subject.isJob { try await stop(.finalStop) }
  }

  private func isDue(_ rehearsal: any Rehearsal) -> Bool {
    if learned.leftOut[rehearsal.name] != nil { return false }
    return isBaseline || learned.notes[rehearsal.name] != nil
  }

  private mutating func rehearse(_ rehearsals: [any Rehearsal]) async throws {
    for rehearsal in rehearsals where isDue(rehearsal) {
      if rehearsal.needsRunningService, !isRunning {
        guard try await isBackUp(before: rehearsal) else { continue }
      }
      let known = isBaseline ? nil : learned.notes[rehearsal.name]
      do {
        rehearsed.notes[rehearsal.name] = try await rehearsal.run(in: &self, knowing: known)
      } catch let unfit as NotRehearsed where isBaseline {
        rehearsed.leftOut[rehearsal.name] = unfit.reason
      } catch let inconclusive as Inconclusive where isBaseline {
        rehearsed.leftOut[rehearsal.name] = inconclusive.reason
      } catch var failure as Failure {
        if failure.phase != .rehearsal(rehearsal.name) {
          failure = rehearsal.failure("\(failure.phase): \(failure.reason)", probe: failure.probe)
        }
        guard isBaseline else { throw failure }
        rehearsed.leftOut[rehearsal.name] = "it fails without any restriction, too: \(failure.reason)"
        // Whatever state the service is in now, the next one begins with a start.
        if !rehearsal.isHarmless { try await leave() }
      }
    }
  }

  /// Starts the service again. Without restrictions it may be that what was rehearsed before has spoilt its state: then the
  /// next ones are left out.
  private mutating func isBackUp(before rehearsal: any Rehearsal) async throws -> Bool {
    do {
      try await startLater()
      return true
    } catch let failure as Failure where isBaseline {
      rehearsed.leftOut[rehearsal.name] =
        "the service does not start after those before it: \(failure.phase): \(failure.reason)"
      try await leave()
      return false
    }
  }

  /// Brings a service down that a rehearsal has left in whatever state.
  private mutating func leave() async throws {
    isRunning = false
    do {
      _ = try await environment.manager.stop(subject.unit, limit: limits.stop)
    } catch let error where error is DeadlineExceeded {
      try? await environment.manager.kill(subject.unit, signal: 9)
      _ = try? await environment.manager.stop(subject.unit, limit: .seconds(10))
    } catch let error as BusError where error.isNoSuchUnit {
      // A clone is forgotten when it is down.
    }
    try? await environment.manager.resetFailed(subject.unit)
  }
}
