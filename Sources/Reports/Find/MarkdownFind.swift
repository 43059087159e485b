import Profiles

/// The result of a find as a page for a repository, a pull request or a wiki.
public struct MarkdownFind: Exporter {
  private typealias Markdown = MarkdownText

  /// A report in Markdown.
  public init() {}

  /// The page.
  public func text(of report: FindReport) -> String {
    let parts = [
      ["# The sandbox of \(Markdown.plain(report.unit))"], dropIn(report), [summary(report)], warnings(report),
      kept(report), rejected(report), report.asides.flatMap(aside),
    ]
    return parts.flatMap(\.self).joined(separator: "\n\n") + "\n"
  }

  private func summary(_ report: FindReport) -> String {
    let exposure = report.profile.exposure.map { exposure in
      let (before, after) = (ExposureReading(exposure.before), ExposureReading(exposure.after))
      return "Exposure **\(before.text)** (\(before.word)) → **\(after.text)** (\(after.word)). "
    }
    return (exposure ?? "")
      + "\(counted(report.directiveCount, "directive")) kept, \(counted(report.rejected.count, "restriction")) rejected;"
      + " health check: \(Markdown.plain(report.healthCheck));"
      + (report.rehearsals.map { " rehearsals: \(Markdown.plain($0));" } ?? "") + " \(Markdown.plain(report.effort));"
      + " \(Markdown.plain(report.confirmation))."
      + (report.trialsOnUnit.map { " Trials \(Markdown.plain($0))" } ?? "")
  }

  private func warnings(_ report: FindReport) -> [String] {
    if report.warnings.isEmpty { return [] }
    return ["## Before you trust this", report.warnings.map { "- \(Markdown.plain($0.text))" }.joined(separator: "\n")]
  }

  private func dropIn(_ report: FindReport) -> [String] {
    report.dropIn.map { ["## Drop-in", Markdown.block($0, language: "ini")] } ?? []
  }

  private func kept(_ report: FindReport) -> [String] {
    ["## Kept"]
      + report.kept.flatMap { theme in
        let rows = theme.directives.map { directive in
          let name =
            "[\(Markdown.cellCode("\(directive.name)=\(directive.value)"))](\(directive.manual.address(of: directive.name)))"
          return "| \(name) | \(Markdown.plain(directive.why)) | \(Markdown.plain(directive.blindSpot ?? "")) |"
        }
        let head = ["| directive | takes from an attacker | what no probe sees |", "| --- | --- | --- |"]
        return ["### \(theme.name)", (head + rows).joined(separator: "\n")]
      }
  }

  private func rejected(_ report: FindReport) -> [String] {
    if report.rejected.isEmpty { return [] }
    return ["## Rejected"]
      + report.rejected.flatMap { rejection in
        let details = rejection.details.map { "- \($0.name): \(Markdown.code($0.value))" }
        let lines = [rejection.output, rejection.journal.isEmpty ? nil : rejection.journal.joined(separator: "\n")]
        let blocks = lines.compactMap { $0.map { Markdown.block($0) } }
        let command = rejection.command.map { ["To see it yourself:", Markdown.block($0, language: "sh")] } ?? []
        return [
          "### \(Markdown.code(rejection.restriction))",
          "**\(Markdown.plain(rejection.reason))**",
          "Failed at \(rejection.phase): \(Markdown.plain(rejection.failure)) (tried \(Markdown.plain(rejection.trialContext))).",
        ] + (details.isEmpty ? [] : [details.joined(separator: "\n")]) + blocks + command
      }
  }

  private func aside(_ aside: Aside) -> [String] {
    let rows = aside.groups.map { group in
      let restrictions = group.restrictions.map(Markdown.code).joined(separator: ", ")
      return group.reason.isEmpty ? "- \(restrictions)" : "- \(Markdown.plain(group.reason)): \(restrictions)"
    }
    return [
      "## \(aside.heading)", "\(aside.meaning.prefix(1).uppercased())\(aside.meaning.dropFirst()).",
      rows.joined(separator: "\n"),
    ]
  }
}

/// Results for a repository, a pull request or a wiki: those of a find in full, others as the lines that a terminal shows.
struct MarkdownFormat: Format {
  func text(of report: Report) throws -> String? {
    if let find = report.find { return MarkdownFind().text(of: find) }
    let page = try report.page(Terminal(isInteractive: false))
    return "# \(MarkdownText.plain(report.title.terminalSafe))\n\n\(MarkdownText.block(page))\n"
  }
}
