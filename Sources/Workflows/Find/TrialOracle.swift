import Ledger
import Sandboxing
import Search
import Trials

/// Answers the search's questions with trials, and keeps a record of each before the next begins.
actor TrialOracle: Oracle {
  /// A failed trial had left a mess, so that answers were withdrawn: what is left is in ``records``.
  struct Withdrawal: Error {}

  /// An answer, and the sets whose earlier failures it shows to be worth nothing.
  private struct Answer {
    var outcome: Outcome
    var withdrawn: [EffectSet] = []
  }

  private let universe: Universe
  private let context: ServiceContext
  private let workers: [TrialWorker]
  private let recorder: RunRecorder
  /// Which rehearsals each trial has to go through; nil for those of every trial.
  private let rehearsing: [RehearsalName]?
  /// How long the service has to stay up in each trial for the sake of its watchdog.
  private let stay: Duration
  private let report: @Sendable (FindEvent) async throws -> Void
  private var failures: [EffectSet: Evidence] = [:]
  /// What the service's log says in trials that pass, besides what the baseline's said (``LogLine``).
  private(set) var usualLines: Set<String> = []
  /// The answers that stand, in their order.
  private(set) var records: [RecordedTrial] = []
  /// How many trials were run, control runs among them.
  private(set) var trials = 0
  /// How many rounds there were.
  private(set) var rounds = 0
  /// Whether a health check gave two answers to one question.
  private(set) var sawWavering = false

  /// An oracle over one or more workers that share nothing, each for one trial at a time. `report` is given every finished
  /// trial once the recorder has it.
  init(
    universe: Universe, context: ServiceContext, workers: [TrialWorker], recorder: RunRecorder,
    rehearsing: [RehearsalName]? = nil, stay: Duration = .zero,
    report: @escaping @Sendable (FindEvent) async throws -> Void
  ) {
    self.universe = universe
    self.context = context
    self.workers = workers
    self.recorder = recorder
    self.rehearsing = rehearsing
    self.stay = stay
    self.report = report
  }

  /// One trial for each set, as many side by side as there are workers. Throws ``Withdrawal`` when they show that
  /// earlier answers were wrong.
  func test(_ sets: [EffectSet]) async throws -> [Outcome] {
    rounds += (sets.count + workers.count - 1) / workers.count
    let answers = try await withThrowingTaskGroup(of: (set: Int, worker: TrialWorker, answer: Answer).self) { group in
      var waiting = sets.indices[...]
      func begin(at worker: TrialWorker) {
        guard let index = waiting.popFirst() else { return }
        group.addTask { (index, worker, try await self.answer(sets[index], at: worker)) }
      }
      for worker in workers { begin(at: worker) }
      var answers = [Answer](repeating: Answer(outcome: .inconclusive), count: sets.count)
      while let done = try await group.next() {
        answers[done.set] = done.answer
        begin(at: done.worker)
      }
      return answers
    }
    records += zip(sets, answers).map { RecordedTrial(set: $0, outcome: $1.outcome) }
    try withdraw(answers.flatMap(\.withdrawn))
    return answers.map(\.outcome)
  }

  /// Makes sure that no failure is believed for which a mess could be to blame. Throws ``Withdrawal`` where one was.
  func settle() async throws {
    var withdrawn: [EffectSet] = []
    for worker in workers where await worker.hasDoubts { withdrawn += try await control(at: worker) }
    try withdraw(withdrawn)
  }

  /// What the last failing trial of a set left, or of a part of it; nil where neither ever failed.
  func evidence(for set: EffectSet) -> Evidence? {
    failures[set] ?? failures.first { $0.key.isSubset(of: set) }?.value
  }

  private func answer(_ set: EffectSet, at worker: TrialWorker) async throws -> Answer {
    let sandbox = universe.sandbox(with: set)
    let trial = try await run(sandbox, for: .search, at: worker)
    try await report(.trial(number: trials, sandbox: sandbox, report: trial))
    var answer = Answer(outcome: outcome(of: trial))
    if let evidence = trial.verdict.evidence { failures[set] = evidence }
    if try await worker.note(answer.outcome, of: set) { answer.withdrawn = try await control(at: worker) }
    return answer
  }

  private func outcome(of trial: TrialReport) -> Outcome {
    switch trial.verdict {
    case .passed: return .passed
    case .failed where trial.wavered:
      sawWavering = true
      return .wavering
    case .failed: return .failed
    case .inconclusive: return .inconclusive
    }
  }

  private func run(_ sandbox: Sandbox, for purpose: TrialPurpose, at worker: TrialWorker) async throws -> TrialReport {
    let runner = await worker.runner
    let trial = try await recorder.trial(sandbox, for: purpose) { [context, rehearsing, stay] in
      try await runner.run(Rendering(of: sandbox, on: context).forTrial, stay: stay, rehearsing: rehearsing)
    }
    trials += 1
    usualLines.formUnion(trial.usualLines)
    if trial.remains != nil { try await worker.replace() }
    return trial
  }

  /// Runs again what passed last. A service that flakes may fail even so, but hardly twice.
  ///
  /// - Returns: the sets whose failures at this worker prove nothing, because something was left behind there.
  private func control(at worker: TrialWorker) async throws -> [EffectSet] {
    let passed = records.last { $0.outcome == .passed }?.set ?? EffectSet()
    for _ in 0..<2 {
      let trial = try await run(universe.sandbox(with: passed), for: .control, at: worker)
      try await report(.control(report: trial))
      if trial.verdict.isPassed {
        await worker.clear()
        return []
      }
    }
    try await report(
      .warning(
        "a failed trial has left something behind; its environment is made anew, and what failed since is tried again")
    )
    return try await worker.renew()
  }

  private func withdraw(_ sets: [EffectSet]) throws(Withdrawal) {
    guard !sets.isEmpty else { return }
    for set in sets {
      guard let place = records.lastIndex(where: { $0.set == set && $0.outcome != .passed }) else { continue }
      records.remove(at: place)
    }
    throw Withdrawal()
  }
}
