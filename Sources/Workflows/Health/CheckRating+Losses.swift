import Profiles
import Sandboxing
import Trials
import Uses

/// What became of a loss in trials.
enum LossAnswer: Sendable {
  /// The service passed all the same.
  case passed
  /// It did not, and this was left.
  case failed(Evidence)
}

extension CheckRating {
  /// Rates a health check by what trials showed of losses.
  ///
  /// A service that does not start, or ends by itself, is not the health check's finding: whether that would notice, it shows
  /// where the service does not run at all.
  ///
  /// - Parameters:
  ///   - answers: what became of each loss; those of which nothing is known are left out.
  ///   - noticesAbsence: whether the check fails where the service does not run.
  init(_ answers: [(loss: Loss, answer: LossAnswer)], noticesAbsence: Bool?) {
    var noticed: [String] = []
    var missed: [Missed] = []
    for (loss, answer) in answers {
      // What only a rehearsal has shown passed the check.
      if case .failed(let evidence) = answer, evidence.phase.rehearsal == nil, evidence.phase != .watchdog,
        evidence.phase.isOfCheck || noticesAbsence == true
      {
        noticed.append(loss.phrase)
      } else {
        missed.append(Missed(loss.phrase, probe: loss.probe))
      }
    }
    self.init(noticed: noticed, missed: missed, noticesAbsence: noticesAbsence)
  }
}

extension CheckRating {
  /// Rates a health check by what a find showed, with no trial beyond.
  ///
  /// - Parameters:
  ///   - losses: what the service could lose.
  ///   - rejected: what it does not work with.
  ///   - passed: under what it passed.
  ///   - impossible: what takes nothing from the service that it could do under that.
  ///   - noticesAbsence: whether the check fails where the service does not run.
  init(
    _ losses: [Loss], rejecting rejected: [Rejection], passing passed: Sandbox, impossible: [Remark],
    noticesAbsence: Bool
  ) {
    let evidence = Dictionary(rejected.map { ($0.restriction, $0.evidence) }) { first, _ in first }
    let idle = Set(impossible.map(\.restriction))
    let answers = losses.compactMap { loss -> (loss: Loss, answer: LossAnswer)? in
      let failures = loss.restrictions.compactMap { evidence[$0] }
      if let failure = failures.first(where: \.phase.isOfCheck) ?? failures.first { return (loss, .failed(failure)) }
      let isAnswered = loss.restrictions.allSatisfy { passed.contains($0) && !idle.contains($0) }
      return isAnswered ? (loss, .passed) : nil
    }
    self.init(answers, noticesAbsence: noticesAbsence)
  }
}

extension Phase {
  /// Whether it is one in which the health check asks something.
  var isOfCheck: Bool {
    switch self {
    case .ready, .health, .healthAfterReload, .healthAfterRestart: true
    case .start, .settle, .watchdog, .reload, .stop, .restart, .finalStop, .rehearsal: false
    }
  }
}
