import Ledger

/// Does the same with many services: some side by side, each whatever becomes of the others, and only what is left where
/// an earlier attempt was interrupted.
public struct BatchWorkflow: Sendable {
  private let services: [BatchService]
  private let action: any BatchAction
  private let records: BatchRecords
  private let jobs: Int
  private let fresh: Bool
  private let report: @Sendable (BatchEvent) async -> Void

  /// A batch.
  ///
  /// - Parameters:
  ///   - services: whose turn it is, in this order.
  ///   - action: what is done with each.
  ///   - records: where what was done is written down.
  ///   - jobs: how many services have their turn side by side, at least 1.
  ///   - fresh: whether to begin anew where an earlier attempt has left something.
  ///   - report: who is told what happens.
  public init(
    _ services: [BatchService], doing action: any BatchAction, recordedIn records: BatchRecords, jobs: Int = 1,
    fresh: Bool = false, report: @escaping @Sendable (BatchEvent) async -> Void = { _ in }
  ) {
    self.services = services
    self.action = action
    self.records = records
    self.jobs = max(1, jobs)
    self.fresh = fresh
    self.report = report
  }

  /// What would be done, without looking at the services themselves: for each service, in order, what an earlier attempt
  /// has brought, as far as only another environment could make that void; nil where it is left.
  ///
  /// - Throws: what keeps a service from being tried at all.
  public func plan() throws -> [BatchOutcome?] {
    try services.map { service in
      let question = Fingerprint(of: [try action.question(about: service)]).description
      return earlier(service, question)?.outcome
    }
  }

  /// Runs the batch.
  ///
  /// - Returns: what came of each service.
  /// - Throws: `CancellationError` where it was interrupted, and what keeps results from being written down.
  public func run() async throws -> BatchSummary {
    let environments = services.isEmpty ? [:] : try await action.environments(of: services)
    let turns = services.map { turn(of: $0, in: environments[$0.name]) }
    try records.begin(services.map(\.name), goingOn: goesOn)
    var outcomes: [BatchOutcome?] = turns.map(\.earlier)
    for case let outcome? in outcomes { await report(.kept(outcome)) }
    var left = turns.indices.filter { turns[$0].earlier == nil }[...]
    try await withThrowingTaskGroup(of: (Int, BatchOutcome).self) { group in
      func begin() {
        guard let index = left.popFirst() else { return }
        group.addTask { (index, try await self.outcome(of: turns[index])) }
      }
      for _ in 0..<jobs { begin() }
      while let (index, outcome) = try await group.next() {
        outcomes[index] = outcome
        await report(.ended(outcome, done: outcomes.count { $0 != nil }, of: outcomes.count))
        begin()
      }
    }
    try records.end()
    return BatchSummary(
      outcomes: outcomes.compactMap { $0 }, earlier: Set(turns.filter { $0.earlier != nil }.map(\.service.name)))
  }

  /// One service's turn.
  private struct Turn {
    let service: BatchService
    /// The fingerprint of what is asked, or why it cannot be.
    let question: Result<String, any Error>
    let environment: RunEnvironment?
    /// What an earlier attempt has brought that still counts.
    let earlier: BatchOutcome?
  }

  private func turn(of service: BatchService, in environment: RunEnvironment?) -> Turn {
    let question = Result { Fingerprint(of: [try action.question(about: service)]).description }
    var record = (try? question.get()).flatMap { earlier(service, $0) }
    if let other = record, other.environment != environment { record = nil }
    return Turn(service: service, question: question, environment: environment, earlier: record?.outcome)
  }

  /// Whether what an earlier attempt has left counts.
  private var goesOn: Bool { !fresh && (action.verb.lasts || records.begun != nil) }

  private func earlier(_ service: BatchService, _ question: String) -> BatchRecords.Record? {
    guard goesOn, let record = records.record(of: service.name), record.question == question,
      record.outcome.status.isResult, action.hasFiles(of: service)
    else { return nil }
    return record
  }

  private func outcome(of turn: Turn) async throws -> BatchOutcome {
    let service = turn.service
    let begun = ContinuousClock.now
    func outcome(_ status: BatchOutcome.Status, _ reason: String?, _ figures: BatchOutcome.Figures = .init())
      -> BatchOutcome
    {
      BatchOutcome(
        name: service.name, unit: service.unit, status, reason: reason, figures: figures,
        seconds: (ContinuousClock.now - begun).inSeconds)
    }
    await report(.began(service))
    let found: BatchResult
    let question: String
    do {
      question = try turn.question.get()
      found = try await action.perform(on: service) { await report(.progress(service, $0)) }
    } catch {
      // Whatever else is thrown then, it comes of that.
      if Task.isCancelled { throw CancellationError() }
      return outcome(action.status(after: error), "\(error)")
    }
    let ended = outcome(found.status, found.reason, found.figures)
    try records.save(.init(question: question, environment: turn.environment, outcome: ended))
    return ended
  }
}

/// What a batch has to tell while it runs.
public enum BatchEvent: Sendable {
  /// An earlier time has brought this already, and nothing has changed since.
  case kept(BatchOutcome)
  /// A service's turn has come.
  case began(BatchService)
  /// What the find, or check, of a service has to tell.
  case progress(BatchService, FindEvent)
  /// A service is done; so many of all are by now.
  case ended(BatchOutcome, done: Int, of: Int)
}
