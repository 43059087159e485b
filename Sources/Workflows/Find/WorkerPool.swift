import Trials

/// Opens workers for one service.
struct WorkerPool: Sendable {
  let provider: any EnvironmentProvider
  let service: ServiceReference
  let check: HealthCheck

  /// The form to begin with where another is wished for: a clone is compared with the unit itself first, where there is room
  /// for both.
  func firstForm(for form: TrialForm) -> TrialForm { form == .clone && provider.isParallel ? .installed : form }

  /// Opens workers side by side, and closes all of them whatever happens.
  func with<Value: Sendable>(
    _ count: Int, form: TrialForm, _ body: ([TrialWorker]) async throws -> Value
  ) async throws -> Value {
    let open: @Sendable (TrialForm) async throws -> TrialHarness = {
      try await TrialHarness(opening: service, check: check, form: $0, in: provider)
    }
    let opened = await withTaskGroup(of: Result<TrialWorker, any Error>.self) { group in
      for _ in 0..<count {
        group.addTask {
          do {
            return .success(TrialWorker(try await open(form), open: open))
          } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let workers = opened.compactMap { try? $0.get() }
    let value: Result<Value, any Error>
    do {
      for worker in opened { _ = try worker.get() }
      value = .success(try await body(workers))
    } catch {
      value = .failure(error)
    }
    await withDiscardingTaskGroup { group in
      for worker in workers { group.addTask { await worker.close() } }
    }
    return try value.get()
  }

  /// Has an oracle over the worker where everything was found out, and as many more as make `jobs`.
  func withOracle<Value: Sendable>(
    at worker: TrialWorker, jobs: Int, knowing known: Preparation, recordedBy recorder: RunRecorder,
    rehearsing: [RehearsalName]? = nil,
    report: @escaping @Sendable (FindEvent) async throws -> Void, _ body: (TrialOracle) async throws -> Value
  ) async throws -> Value {
    try await with(jobs - 1, form: known.harness.form) { others in
      for other in others { await other.learn(known.baseline) }
      return try await body(
        TrialOracle(
          universe: known.universe, context: known.context, workers: [worker] + others, recorder: recorder,
          rehearsing: rehearsing, report: report))
    }
  }
}
