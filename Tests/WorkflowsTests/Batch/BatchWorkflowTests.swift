import Foundation
import Ledger
import Synchronization
import Testing
import Trials
import Workflows

@Suite("A batch")
struct BatchWorkflowTests {
  /// What becomes of a service in these tests.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// An action that does nothing but remember on whom.
  final class Action: BatchAction, Sendable {
    let verb: BatchVerb
    let results: [String: BatchResult]
    let failing: Set<String>
    let environment: String
    let turns = Mutex<[String]>([])
    let side = Mutex((now: 0, most: 0))
    let onTurn: @Sendable (String) async throws -> Void

    init(
      _ verb: BatchVerb = .find, results: [String: BatchResult] = [:], failing: Set<String> = [],
      environment: String = "252", onTurn: @escaping @Sendable (String) async throws -> Void = { _ in }
    ) {
      self.verb = verb
      self.results = results
      self.failing = failing
      self.environment = environment
      self.onTurn = onTurn
    }

    func question(about service: BatchService) throws -> String {
      if service.unit == "unreadable.service" { throw Failure(description: "no profile") }
      return "\(service.request.check.probes)"
    }

    func environments(of services: [BatchService]) -> [String: RunEnvironment] {
      let environment = RunEnvironment(systemd: environment, kernel: "6.1", libc: "glibc 2.36", unit: "cafe")
      return Dictionary(services.map { ($0.name, environment) }) { first, _ in first }
    }

    func hasFiles(of service: BatchService) -> Bool { service.name != "lost" }

    func perform(
      on service: BatchService, report: @escaping @Sendable (FindEvent) async -> Void
    ) async throws -> BatchResult {
      turns.withLock { $0.append(service.name) }
      side.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      defer { side.withLock { $0.now -= 1 } }
      try await onTurn(service.name)
      if failing.contains(service.name) { throw Failure(description: "it broke") }
      return results[service.name] ?? BatchResult(.ok)
    }

    func status(after error: any Error) -> BatchOutcome.Status { .failed }

    var done: [String] { turns.withLock { $0 } }
  }

  static func service(_ name: String, unit: String? = nil, probe: String = "true") -> BatchService {
    var request = FindRequest(service: .unit(unit ?? "\(name).service"), check: HealthCheck())
    request.check.probes = [.exec(probe)]
    return BatchService(name: name, request: request)
  }

  static let services = ["a", "b", "c"].map { service($0) }

  /// Runs a batch whose records are in a folder.
  @discardableResult
  func run(
    _ action: Action, on services: [BatchService] = services, in folder: borrowing ManifestFolder, jobs: Int = 1,
    fresh: Bool = false
  ) async throws -> BatchSummary {
    let records = BatchRecords(in: folder.path, of: action.verb, shard: nil)
    return try await BatchWorkflow(services, doing: action, recordedIn: records, jobs: jobs, fresh: fresh).run()
  }

  @Test("has an outcome for each service, whatever becomes of the others")
  func failures() async throws {
    let folder = try ManifestFolder()
    let services = [Self.service("x", unit: "unreadable.service")] + Self.services
    let action = Action(results: ["b": BatchResult(.regression, reason: "broke")], failing: ["a"])
    let summary = try await run(action, on: services, in: folder)
    #expect(summary.outcomes.map(\.status) == [.failed, .failed, .regression, .ok])
    #expect(summary.outcomes.map(\.reason) == ["no profile", "it broke", "broke", nil])
    #expect(action.done == ["a", "b", "c"])
  }

  @Test("lets so many services have their turn side by side and no more", arguments: [1, 2, 3])
  func jobs(_ jobs: Int) async throws {
    let folder = try ManifestFolder()
    let services = (1...9).map { Self.service("s\($0)") }
    let action = Action { _ in for _ in 0..<20 { await Task.yield() } }
    let summary = try await run(action, on: services, in: folder, jobs: jobs)
    #expect(summary.outcomes.map(\.name) == services.map(\.name))
    #expect(action.side.withLock { $0.most } <= jobs)
    #expect(Set(action.done) == Set(services.map(\.name)))
  }

  @Test("that was interrupted does only what is left", arguments: BatchVerb.allCases)
  func interrupted(verb: BatchVerb) async throws {
    let folder = try ManifestFolder()
    let action = Action(verb) { if $0 == "b" { withUnsafeCurrentTask { $0?.cancel() }; throw CancellationError() } }
    await #expect(throws: CancellationError.self) { try await run(action, in: folder) }
    #expect(action.done == ["a", "b"])

    let second = Action(verb)
    let summary = try await run(second, in: folder)
    #expect(second.done == ["b", "c"])
    #expect(summary.earlier == ["a"])
    #expect(summary.outcomes.map(\.name) == ["a", "b", "c"])
  }

  @Test("that came to its end is left as it is where it found something, and tested again where it is a test")
  func complete() async throws {
    for (verb, again) in [(BatchVerb.find, [String]()), (.check, ["a", "b", "c"]), (.apply, ["a", "b", "c"])] {
      let folder = try ManifestFolder()
      try await run(Action(verb), in: folder)
      let second = Action(verb)
      try await run(second, in: folder)
      #expect(second.done == again, "\(verb)")
    }
  }

  /// What is different the second time, and who has another turn because of it.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var first = Action()
    var firstServices = services
    var second = Action()
    var secondServices = services
    var fresh = false
    let turns: [String]
  }

  @Test(
    "runs a service again when something has changed",
    arguments: [
      Change(testDescription: "nothing", turns: []),
      Change(
        testDescription: "an entry", secondServices: [service("a"), service("b", probe: "false"), service("c")],
        turns: ["b"]),
      Change(testDescription: "an entry more", firstServices: [service("b")], turns: ["a", "c"]),
      Change(testDescription: "the system", second: Action(environment: "257"), turns: ["a", "b", "c"]),
      Change(testDescription: "the wish", fresh: true, turns: ["a", "b", "c"]),
      Change(testDescription: "a service that had no result", first: Action(failing: ["c"]), turns: ["c"]),
      Change(
        testDescription: "a service of which no trial could tell",
        first: Action(results: ["c": BatchResult(.undecided)]),
        turns: []),
      Change(
        testDescription: "its files are gone", firstServices: [service("a"), service("lost")],
        secondServices: [service("a"), service("lost")], turns: ["lost"]),
    ])
  func changes(_ change: Change) async throws {
    let folder = try ManifestFolder()
    try await run(change.first, on: change.firstServices, in: folder)
    try await run(change.second, on: change.secondServices, in: folder, fresh: change.fresh)
    #expect(change.second.done == change.turns)
  }

  @Test("that begins anew and is interrupted has forgotten what was there before")
  func interruptedAfterComplete() async throws {
    let folder = try ManifestFolder()
    try await run(Action(.check), in: folder)
    let action = Action(.check) { if $0 == "a" { withUnsafeCurrentTask { $0?.cancel() }; throw CancellationError() } }
    await #expect(throws: CancellationError.self) { try await run(action, in: folder) }
    let third = Action(.check)
    try await run(third, in: folder)
    #expect(third.done == ["a", "b", "c"])
  }

  @Test("takes a damaged record, and one of another version, for none", arguments: ["", "{", #"{"version": 2}"#])
  func damagedRecord(_ text: String) async throws {
    let folder = try ManifestFolder()
    try await run(Action(), in: folder)
    try folder.write(text, to: ".cinch/find/b.json")
    let second = Action()
    try await run(second, in: folder)
    #expect(second.done == ["b"])
  }

  @Test("of one shard knows nothing of another's records")
  func shards() async throws {
    let folder = try ManifestFolder()
    try await run(Action(), in: folder)
    let action = Action()
    let records = BatchRecords(in: folder.path, of: .find, shard: Shard(parsing: "1/2"))
    _ = try await BatchWorkflow(Self.services, doing: action, recordedIn: records).run()
    #expect(action.done == ["a", "b", "c"])
  }

  @Test("tells what would be done without looking at the services")
  func plan() async throws {
    let folder = try ManifestFolder()
    try await run(Action(), on: [Self.service("b")], in: folder)
    let records = BatchRecords(in: folder.path, of: .find, shard: nil)
    let plan = try BatchWorkflow(Self.services, doing: Action(environment: "257"), recordedIn: records).plan()
    #expect(plan.map { $0?.name } == [nil, "b", nil])
  }
}
