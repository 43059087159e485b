import Systemd

/// Being up: what a service has to be all the time, and how it is told that it is not.
extension Lifecycle {
  func processes(in group: String?) -> Set<Int32> { group.map { environment.processes(in: $0) } ?? [] }

  /// Notes what the service has looked at until here, where nothing but it and what waits for it has run since its start.
  mutating func noteSystemFiles(of processes: Set<Int32>) {
    if let opened = observer?.opened(by: processes, orGone: true) { runtime.formUnion(opened) }
  }

  func mustBeUp(_ phase: Phase) async throws {
    let state = try await settledState()
    if state.isOver(afterRestarts: normal.restarts) { throw wentDown(phase, state) }
    guard state.isActive || normal.restarts > 0 else {
      throw Failure(phase: phase, reason: "it is not running: \(Self.description(of: state))")
    }
  }

  /// How it is once a restart that somebody has asked the manager for has come to its end, or taken too long.
  private func settledState() async throws -> UnitState {
    let state = await watcher.state
    guard state.hasJob, !state.isActive else { return state }
    do {
      return try await upOrOver()
    } catch is DeadlineExceeded {
      return await watcher.state
    }
  }

  /// Waits until the service is up, or down for good, for as long as a start may take.
  private func upOrOver() async throws -> UnitState {
    try await watcher.wait(limits.start, until: "up or down") { [restarts = normal.restarts] in
      $0.isActive || $0.isOver(afterRestarts: restarts)
    }
  }

  func staysUp(_ phase: Phase, for window: Duration) async throws {
    do {
      throw wentDown(phase, try await over(within: window))
    } catch is DeadlineExceeded {
      return
    }
  }

  /// Waits until the service is down for good, or restarted more often than is normal for it.
  func over(within window: Duration) async throws -> UnitState {
    let restarts = normal.restarts
    let end = ContinuousClock.now + window
    while true {
      let state = try await watcher.wait(end - ContinuousClock.now, until: "down") {
        $0.isOver(afterRestarts: restarts)
      }
      guard try await isRestarted(state) else { return state }
    }
  }

  /// Whether a service that is down is only so between two runs: the manager tells first that it is down, and then that it
  /// will be started again.
  func isRestarted(_ state: UnitState) async throws -> Bool {
    guard state.isDown, Int(state.restarts) < normal.restarts else { return false }
    do {
      _ = try await watcher.wait(.milliseconds(500), until: "restarted") { !$0.isDown }
      return true
    } catch is DeadlineExceeded {
      return false
    }
  }

  func wentDown(_ phase: Phase, _ state: UnitState) -> Failure {
    Failure(phase: phase, reason: "it went down: \(Self.description(of: state))")
  }

  /// Does something that takes as long as it takes, but not longer than the service is up.
  func whileUp<Value: Sendable>(
    _ phase: Phase, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard !subject.isJob else { return try await body() }
    return try await withThrowingTaskGroup(of: Value.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await body() }
      group.addTask { throw wentDown(phase, try await over(within: .seconds(86_400))) }
      guard let value = try await group.next() else { throw CancellationError() }
      return value
    }
  }

  func inTime<Value: Sendable>(
    _ phase: Phase, _ overrun: String, _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await body()
    } catch is DeadlineExceeded {
      throw Failure(phase: phase, reason: overrun)
    }
  }

  /// `exit-code (exited, status=1/FAILURE)`.
  static func description(of state: UnitState) -> String {
    guard let end = state.exit, !end.isSuccess else {
      return state.result == "success" ? state.activeState : state.result
    }
    // 203 is that of execve(2): a program that is not there, or whose interpreter is not.
    let applied =
      end == .exited(203)
      ? "; systemd could not execute its program" : end.isSetupFailure ? "; systemd could not apply the sandbox" : ""
    return "\(state.result) (\(end)\(applied))"
  }

  /// Waits until a service that has itself restarted by the manager is up for good, as far as its baseline tells.
  func settleAfterRestarts(_ phase: Phase) async throws {
    do {
      while true {
        let state = try await upOrOver()
        if state.isActive { return }
        guard try await isRestarted(state) else { throw wentDown(phase, state) }
      }
    } catch is DeadlineExceeded {
      try await mustBeUp(phase)
    }
  }

  /// Without any restriction, a start that only waits for a device, which a lab will never have, is not waited for.
  func unlessItWaits(
    _ phase: Phase, _ body: @escaping @Sendable () async throws -> JobResult
  ) async throws -> JobResult {
    guard isBaseline else { return try await body() }
    return try await withThrowingTaskGroup(of: JobResult.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await body() }
      group.addTask { [manager = environment.manager] in
        var waited: Set<String> = []
        while true {
          try await Task.sleep(for: .seconds(1))
          let devices = Set(
            try await manager.jobs().filter { $0.kind == "start" && $0.unit.hasSuffix(".device") }.map(\.unit))
          // One that is there twice does not come any more.
          if let missing = devices.intersection(waited).min() {
            throw Inconclusive(reason: "it waits for the device of \(missing), which is not here")
          }
          waited = devices
        }
      }
      guard let result = try await group.next() else { throw CancellationError() }
      return result
    }
  }
}
