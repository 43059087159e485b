/// Checks for test runners: a suite for each profile.
public struct JUnitCheck: Exporter {
  /// A writer of JUnit's XML.
  public init() {}

  /// The document.
  public func text(of reports: [CheckReport]) -> String { JUnitFile().text(of: reports.map(JUnitSuite.init)) }
}

/// A batch for test runners: one suite, with a case for each service.
public struct JUnitBatch: Exporter {
  /// A writer of JUnit's XML.
  public init() {}

  /// The document.
  public func text(of report: BatchReport) -> String { JUnitFile().text(of: [JUnitSuite(report)]) }
}
