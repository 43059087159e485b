import Logging
import Sandboxing
import Search
import Trials

/// How a find goes about its search: what it expects of each candidate, and which come first.
struct SearchPlan {
  /// What is asked.
  let request: FindRequest
  /// What is known.
  let known: Preparation

  /// What is known of the service's doings: that of the baseline and, where that spares trials, which system calls it makes.
  func runtime(
    at worker: TrialWorker, recordedBy recorder: RunRecorder, report: @Sendable (FindEvent) async throws -> Void
  ) async throws -> RuntimeObservation {
    var runtime = known.baseline.runtime
    let calls = known.universe.systemCalls.subtracting(SystemCallHabits.loading)
    // What an earlier run kept is expected to be borne, whatever calls it denies.
    guard request.strategy == .adaptive, !calls.isEmpty, request.expected.restrictions.isEmpty else { return runtime }
    let runner = await worker.runner
    guard await runner.hearsSystemCalls else { return runtime }
    try await report(.step("watching which system calls it makes"))
    let run = try await recorder.trial(.empty, for: .watch) { try await runner.runWatching(calls) }
    if run.verdict.isPassed { runtime.formUnion(run.runtime) }
    return runtime
  }

  /// The search, for a service that was seen like this.
  func search(after runtime: RuntimeObservation, jobs: Int) -> MaximalSetSearch {
    let candidates = known.universe.candidates
    var search = MaximalSetSearch(
      known.universe.space, strategy: request.strategy, jobs: jobs,
      hints: Hints(for: candidates, after: runtime, on: known.context, expecting: request.expected).probabilities,
      reliability: known.baseline.reliability(unlessFlaky: request.reliability), isStrict: request.isStrict)
    let log = Logger(label: "cinch.search")
    search.explain = { log.debug("search tries \($0)") }
    // What is denied to a service that is not root any more is often what only root had to do.
    search.foundations = Set(
      candidates.indices.filter { Catalogue.directive(candidates[$0].restriction.directive)?.identity != nil })
    return search
  }
}
