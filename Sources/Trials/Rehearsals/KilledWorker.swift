import Glibc
import Linux
import Sandboxing

/// The death of one of the processes that the main one has started: it is to be replaced, and the service to go on.
struct KilledWorker: Rehearsal {
  let name = RehearsalName.killedWorker
  let summary = "a worker process is killed: it is replaced, and the probes pass"

  /// How long a worker may take to come back where nobody knows better.
  private static let patience = Duration.seconds(3)

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    let before = try await lifecycle.workers()
    guard let worker = before.first(where: { known?.contains($0.program) ?? true }) else {
      if let known { throw failure("it has no worker that runs \(known.joined(separator: ", ")) any more") }
      throw NotRehearsed(reason: "it has no worker processes")
    }
    guard worker.process.isAlive, kill(worker.process.pid, SIGKILL) == 0 else {
      throw NotRehearsed(reason: "its workers come and go")
    }
    let old = Set(before.map(\.process))
    let limit = known == nil ? Self.patience : lifecycle.limits.start
    guard try await lifecycle.isReplaced(worker, besides: old, within: limit) else {
      if known == nil {
        throw failure("nobody replaces a worker that is killed")
      }
      throw failure("a worker that was killed (\(worker.program)) was not replaced within \(limit.inWords)")
    }
    try await lifecycle.staysUp(.rehearsal(name), for: lifecycle.check.settle)
    try await lifecycle.waitUntilReady()
    try await isHealthyAgain(lifecycle, within: known == nil ? Self.patience * 3 : limit + lifecycle.limits.probe)
    return [worker.program]
  }

  /// Some services take a while to be themselves again: they may, as long as they do without restrictions.
  private func isHealthyAgain(_ lifecycle: Lifecycle, within limit: Duration) async throws {
    let deadline = ContinuousClock.now + limit
    for (index, probe) in lifecycle.check.probes.enumerated() {
      var outcome = try await lifecycle.ask(probe)
      while !outcome.isSuccess, ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(100))
        outcome = try await lifecycle.ask(probe)
      }
      guard outcome.isSuccess else {
        throw failure("probe \(index + 1) said unhealthy after a worker was killed", probe: outcome)
      }
    }
    try await lifecycle.mustBeUp(.rehearsal(name))
  }
}

/// A process that the main one has started.
struct Worker: Hashable {
  let process: ProcessIdentity
  /// The program that it runs.
  let program: String
}

extension Lifecycle {
  /// The processes of the service that its main one has started, in the order of their numbers.
  func workers() async throws -> [Worker] {
    let group = try await environment.manager.controlGroup(of: subject.unit)
    let all = processes(in: group)
    // Who started it is told by number, and both are seen from here.
    return all.sorted().compactMap { pid in
      let files = ProcessFiles(pid: pid)
      guard let parent = files.status("PPid").flatMap({ Int32($0) }), all.contains(parent),
        let process = ProcessIdentity(pid: pid), let program = files.link("exe")
      else { return nil }
      return Worker(process: process, program: program)
    }
  }

  /// Waits until a worker that has died is gone and another one has come that runs its program.
  func isReplaced(_ worker: Worker, besides old: Set<ProcessIdentity>, within limit: Duration) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    var pause = Duration.milliseconds(2)
    while ContinuousClock.now < deadline {
      if await watcher.state.isDown { return false }
      let now = try await workers()
      if now.contains(where: { $0.program == worker.program && !old.contains($0.process) }) { return true }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(50))
    }
    return false
  }
}
