import Workflows

/// What there is to say about a batch.
public struct BatchReport: Sendable {
  /// What was done with each service.
  public let verb: BatchVerb
  /// How it came out.
  public let summary: BatchSummary
  /// How long this attempt took, in seconds.
  public let seconds: Double

  /// A report on a batch.
  public init(_ verb: BatchVerb, _ summary: BatchSummary, seconds: Double) {
    self.verb = verb
    self.summary = summary
    self.seconds = seconds
  }

  /// How often each status came out, in the order of the statuses.
  var counts: [(status: BatchOutcome.Status, count: Int)] {
    BatchOutcome.Status.allCases
      .map { status in (status, summary.outcomes.count { $0.status == status }) }
      .filter { $0.1 > 0 }
  }
}

/// What a batch would do.
public struct BatchPlan: Sendable {
  /// One service's part in it.
  public struct Step: Sendable {
    /// The service.
    public let service: BatchService
    /// What an earlier attempt has brought, which counts unless the service itself has changed since; nil where it is left.
    public let earlier: BatchOutcome?
  }

  /// What would be done with each service.
  public let verb: BatchVerb
  /// The services in their order.
  public let steps: [Step]

  /// A plan for services, each with what an earlier attempt has brought.
  public init(_ verb: BatchVerb, _ steps: [(BatchService, BatchOutcome?)]) {
    self.verb = verb
    self.steps = steps.map { Step(service: $0.0, earlier: $0.1) }
  }
}
