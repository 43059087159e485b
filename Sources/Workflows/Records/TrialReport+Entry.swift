import Foundation
import Ledger
import Sandboxing
import Trials

/// What a ledger's row holds of a trial beyond its columns.
private struct TrialDetail: Codable {
  /// Of a failed trial.
  var evidence: Evidence?
  /// Why an inconclusive one proves nothing.
  var reason: String?
  var timings: Timings
  /// Missing where nothing went on.
  var anomalies: Set<RuntimeAnomaly>?
  /// Missing where it did not.
  var wavered: Bool?
  /// Where somebody looked.
  var runtime: RuntimeObservation?
  /// Of a passed one, what its log had that the baseline's had not; missing where there was nothing.
  var usualLines: [String]?
  /// What its log warned of; missing where it did not, or nobody looked.
  var complaints: [String]?
  /// Missing where nothing was rehearsed without restrictions.
  var rehearsed: Rehearsed?
}

extension TrialReport {
  /// The report as a row.
  func entry(_ sandbox: Sandbox, for purpose: TrialPurpose, started: Date) throws -> TrialEntry {
    var detail = TrialDetail(
      timings: timings, anomalies: anomalies.isEmpty ? nil : anomalies, wavered: wavered ? true : nil,
      runtime: runtime == RuntimeObservation() ? nil : runtime,
      usualLines: usualLines.isEmpty ? nil : usualLines.sorted(),
      complaints: complaints.isEmpty ? nil : complaints.sorted(),
      rehearsed: rehearsed == Rehearsed() ? nil : rehearsed)
    let outcome: TrialEntry.Outcome
    switch verdict {
    case .passed:
      outcome = .passed
    case .failed(let evidence):
      outcome = .failed
      detail.evidence = evidence
    case .inconclusive(let reason):
      outcome = .inconclusive
      detail.reason = reason
    }
    return TrialEntry(
      sandbox: sandbox, purpose: purpose, outcome: outcome, phase: verdict.evidence?.phase.description,
      detail: try StableJSON(detail).text, duration: timings.total, started: started)
  }

  /// The report that a row was made of; nil where the row holds less than one.
  init?(_ entry: TrialEntry) {
    guard let text = entry.detail,
      let detail = try? JSONDecoder().decode(TrialDetail.self, from: Data(text.utf8))
    else { return nil }
    let verdict: Verdict
    switch (entry.outcome, detail.evidence, detail.reason) {
    case (.passed, _, _): verdict = .passed
    case (.failed, let evidence?, _): verdict = .failed(evidence)
    case (.inconclusive, _, let reason?): verdict = .inconclusive(reason)
    default: return nil
    }
    self.init(
      verdict: verdict, timings: detail.timings, anomalies: detail.anomalies ?? [], wavered: detail.wavered ?? false,
      runtime: detail.runtime ?? RuntimeObservation(), usualLines: Set(detail.usualLines ?? []),
      complaints: Set(detail.complaints ?? []))
    rehearsed = detail.rehearsed ?? Rehearsed()
  }
}
