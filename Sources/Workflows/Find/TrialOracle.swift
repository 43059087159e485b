import Sandboxing
import Search
import Trials

/// Answers the search's questions with trials, and keeps a record of each before the next begins.
actor TrialOracle: Oracle {
  /// One finished trial of a search.
  struct Finished: Sendable {
    var sandbox: Sandbox
    var report: TrialReport
  }

  private let universe: Universe
  private let ground: Ground
  private let runners: [TrialRunner]
  private let recorder: RunRecorder
  private let report: @Sendable (Int, Finished) async throws -> Void
  private var count = 0
  private var failures: [EffectSet: Evidence] = [:]

  /// An oracle over one or more runners that share nothing, each for one trial at a time. `report` is given every finished
  /// trial with its number, from 1, once the recorder has it.
  init(
    universe: Universe, ground: Ground, runners: [TrialRunner], recorder: RunRecorder,
    report: @escaping @Sendable (Int, Finished) async throws -> Void
  ) {
    self.universe = universe
    self.ground = ground
    self.runners = runners
    self.recorder = recorder
    self.report = report
  }

  /// One trial for each set, side by side, at most as many as there are runners.
  func test(_ sets: [EffectSet]) async throws -> [Outcome] {
    precondition(sets.count <= runners.count, "a round has at most one trial for each runner")
    return try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
      for (index, set) in sets.enumerated() {
        group.addTask { (index, try await self.test(set, with: self.runners[index])) }
      }
      var outcomes = [Outcome](repeating: .inconclusive, count: sets.count)
      for try await (index, outcome) in group { outcomes[index] = outcome }
      return outcomes
    }
  }

  /// What the last failing trial of a set left; nil for a set that never failed.
  func evidence(for set: EffectSet) -> Evidence? { failures[set] }

  private func test(_ set: EffectSet, with runner: TrialRunner) async throws -> Outcome {
    let sandbox = universe.sandbox(with: set)
    let trial = try await recorder.trial(sandbox, for: .search) { [ground] in
      try await runner.run(Rendering(of: sandbox, on: ground).forTrial)
    }
    count += 1
    try await report(count, Finished(sandbox: sandbox, report: trial))
    switch trial.verdict {
    case .passed: return .passed
    case .failed(let evidence):
      failures[set] = evidence
      return .failed
    case .inconclusive: return .inconclusive
    }
  }
}
