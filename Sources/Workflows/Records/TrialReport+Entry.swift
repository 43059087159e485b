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
  var unrest: Set<Unrest>?
  /// Missing where it did not.
  var wavered: Bool?
  /// Where somebody looked.
  var sightings: Sightings?
}

extension TrialReport {
  /// The report as a row.
  func entry(_ sandbox: Sandbox, for purpose: TrialPurpose, started: Date) throws -> TrialEntry {
    var detail = TrialDetail(
      timings: timings, unrest: unrest.isEmpty ? nil : unrest, wavered: wavered ? true : nil,
      sightings: sightings == Sightings() ? nil : sightings)
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
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return TrialEntry(
      sandbox: sandbox, purpose: purpose, outcome: outcome, phase: verdict.evidence?.phase.description,
      detail: String(decoding: try encoder.encode(detail), as: UTF8.self), duration: timings.total, started: started)
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
      verdict: verdict, timings: detail.timings, unrest: detail.unrest ?? [], wavered: detail.wavered ?? false,
      sightings: detail.sightings ?? Sightings())
  }
}
