import Foundation
import Sandboxing

/// Findings for code scanning (SARIF 2.1.0, OASIS): rules are directives, and a result stands at the line that has the
/// restriction.
///
/// What could not be looked at is a notification of the invocation, which then did not succeed.
struct SARIFFile: Exporter {
  private let contents: @Sendable (_ file: String) -> String?

  /// A writer of SARIF.
  ///
  /// - Parameter contents: what a file holds; nil where it cannot be read.
  init(contents: @escaping @Sendable (_ file: String) -> String?) { self.contents = contents }

  /// The log.
  func text(of subject: SARIFFindings) throws -> String {
    let names = Set(subject.findings.map(\.restriction.directive))
    let directives = Catalogue.directives.filter { names.contains($0.name) }
    let index = Dictionary(uniqueKeysWithValues: directives.enumerated().map { ($1.name, $0) })
    let failures = subject.failures.map { Log.Notification(message: .init(text: $0.terminalSafe)) }
    let run = Log.Run(
      tool: .init(driver: .init(rules: directives.map(Log.Rule.init))),
      invocations: [.init(executionSuccessful: failures.isEmpty, toolExecutionNotifications: failures)],
      results: subject.findings.map { result(of: $0, rules: index) })
    return try JSONText(Log(runs: [run])).text
  }

  private func result(of finding: SARIFFinding, rules: [String: Int]) -> Log.Result {
    let name = finding.restriction.directive
    return Log.Result(
      ruleId: name, ruleIndex: rules[name], level: finding.level.rawValue,
      message: .init(text: "\(finding.unit) with \(finding.restriction): \(finding.text)".terminalSafe),
      locations: [
        .init(
          physicalLocation: .init(
            artifactLocation: .init(uri: Self.address(of: finding.file)),
            region: .init(startLine: line(of: finding.restriction, in: finding.file))))
      ],
      partialFingerprints: ["restriction/v1": "\(finding.unit) \(finding.restriction)"])
  }

  /// The line that sets a restriction; the one that sets its directive; the head of the section; the first.
  private func line(of restriction: Restriction, in file: String) -> Int {
    let lines = (contents(file) ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    let index =
      lines.firstIndex { $0.contains(restriction.description) }
      ?? lines.lastIndex { $0.hasPrefix("\(restriction.directive)=") } ?? lines.firstIndex { $0.hasPrefix("[Service]") }
    return (index ?? 0) + 1
  }

  /// A path as a reference that viewers resolve against the repository (RFC 3986).
  private static func address(of file: String) -> String {
    let path = file.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.subtracting([":"])) ?? "unnamed"
    return path.hasPrefix("/") ? "file://\(path)" : path
  }
}

/// The parts of SARIF that are used, by its own names.
private struct Log: Encodable {
  struct Message: Encodable {
    let text: String
  }

  struct Rule: Encodable {
    let id: String
    let shortDescription: Message
    let helpUri: String

    init(_ directive: Directive) {
      id = directive.name
      shortDescription = Message(text: directive.why)
      helpUri = directive.manual.address(of: directive.name)
    }
  }

  struct Driver: Encodable {
    let name = "cinch"
    let rules: [Rule]
  }

  struct Tool: Encodable {
    let driver: Driver
  }

  struct Notification: Encodable {
    let level = "error"
    let message: Message
  }

  struct Invocation: Encodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]
  }

  struct Artifact: Encodable {
    let uri: String
  }

  struct Region: Encodable {
    let startLine: Int
  }

  struct PhysicalLocation: Encodable {
    let artifactLocation: Artifact
    let region: Region
  }

  struct Location: Encodable {
    let physicalLocation: PhysicalLocation
  }

  struct Result: Encodable {
    let ruleId: String
    let ruleIndex: Int?
    let level: String
    let message: Message
    let locations: [Location]
    let partialFingerprints: [String: String]
  }

  struct Run: Encodable {
    let tool: Tool
    let invocations: [Invocation]
    let results: [Result]
  }

  let version = "2.1.0"
  let runs: [Run]
}
