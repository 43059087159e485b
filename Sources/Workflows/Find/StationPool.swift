import Trials

/// Opens places for one service.
struct StationPool: Sendable {
  let places: any Places
  let service: ServiceReference
  let check: HealthCheck

  /// Opens places side by side, and closes all of them whatever happens.
  func with<Value: Sendable>(
    _ count: Int, form: SiteForm, _ body: ([Station]) async throws -> Value
  ) async throws -> Value {
    let open: @Sendable () async throws -> any Site = { try await places.open(service, check: check, form: form) }
    let opened = await withTaskGroup(of: Result<Station, any Error>.self) { group in
      for _ in 0..<count {
        group.addTask {
          do {
            return .success(Station(try await open(), open: open))
          } catch {
            return .failure(error)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let stations = opened.compactMap { try? $0.get() }
    let value: Result<Value, any Error>
    do {
      for station in opened { _ = try station.get() }
      value = .success(try await body(stations))
    } catch {
      value = .failure(error)
    }
    await withDiscardingTaskGroup { group in
      for station in stations { group.addTask { await station.close() } }
    }
    return try value.get()
  }

  /// Has an oracle over the place where everything was found out, and as many more as make `jobs`.
  func withOracle<Value: Sendable>(
    at station: Station, jobs: Int, form: SiteForm, knowing known: Preparation, recordedBy recorder: RunRecorder,
    report: @escaping @Sendable (FindEvent) async throws -> Void, _ body: (TrialOracle) async throws -> Value
  ) async throws -> Value {
    try await with(jobs - 1, form: form) { others in
      for other in others { await other.learn(known.baseline) }
      return try await body(
        TrialOracle(
          universe: known.universe, context: known.context, stations: [station] + others, recorder: recorder,
          report: report))
    }
  }
}
