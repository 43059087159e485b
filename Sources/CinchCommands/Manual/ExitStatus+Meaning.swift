extension ExitStatus {
  /// What the status says, one sentence.
  var meaning: String {
    switch self {
    case .ok: "Done."
    case .failure: "Something went wrong; the message says what."
    case .regression: "Regression: what held does not hold any more."
    case .incomplete: "Incomplete or flaky; can be resumed."
    case .unhealthy: "The service is unhealthy without any restriction."
    case .untestable: "The service cannot be tested."
    case .changed: "The service changed during the run."
    case .usage: "Wrong usage."
    case .bug: "A defect of Cinch."
    case .locked: "Another run holds this service."
    case .notPermitted: "Not permitted."
    }
  }
}
