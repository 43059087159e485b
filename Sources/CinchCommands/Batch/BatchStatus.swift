import Reports
import Workflows

extension BatchContext.Presentation {
  /// As the commands for one service tell it.
  static let ofCommands = BatchContext.Presentation(
    find: { try JSONFind().text(of: FindReport($0)) }, page: { try HTMLFind().text(of: FindReport($0)) },
    check: { result, file in
      try JSONCheck().text(of: [CheckReport(file: file, unit: result.before.service.unit, .result(result))])
    },
    status: { ($0 as? any ExitStatusProviding)?.exitStatus.ofBatch ?? .failed })
}

extension ExitStatus {
  /// What it means for a service of a batch that would have ended a command of its own so.
  fileprivate var ofBatch: BatchOutcome.Status {
    BatchOutcome.Status.allCases.first { $0.exitStatus == self } ?? .failed
  }

  /// How a batch ends. What broke matters more than what has no result, and that more than what could not be told. What
  /// all services without a result have in common is said.
  init(ofAll statuses: [BatchOutcome.Status]) {
    let missing = Set(statuses.filter { !$0.isResult })
    if statuses.contains(.regression) {
      self = .regression
    } else if let status = missing.first {
      self = missing.count == 1 ? status.exitStatus : .failure
    } else {
      self = statuses.contains(.undecided) ? .incomplete : .ok
    }
  }
}

extension BatchOutcome.Status {
  fileprivate var exitStatus: ExitStatus {
    switch self {
    case .ok: .ok
    case .regression: .regression
    case .undecided: .incomplete
    case .unhealthy: .unhealthy
    case .untestable: .untestable
    case .changed: .changed
    case .locked: .locked
    case .notPermitted: .notPermitted
    case .failed: .failure
    }
  }
}
