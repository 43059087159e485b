import Sandboxing
import Foundation
import Reports
import Workflows

/// Tells a person how far a batch has come, on standard error: the status line of the find that runs where somebody watches
/// and only one does, lines that begin with a service's name elsewhere.
actor BatchProgress {
  private let style: ProgressReporter.Style
  private let write: @Sendable (String) -> Void
  private var reporters: [String: ProgressReporter] = [:]
  /// How many services have a result.
  private(set) var done = 0

  /// A reporter; `write` is given text to print as it is.
  init(style: ProgressReporter.Style, write: @escaping @Sendable (String) -> Void) {
    self.style = style
    self.write = write
  }

  /// Shows what an event changes.
  func show(_ event: BatchEvent) async {
    switch event {
    case .kept(let outcome):
      done += 1
      say("\(outcome.name): \(outcome.status.rawValue), done earlier")
    case .began(let service):
      let reporter = reporter(for: service)
      reporters[service.name] = reporter
      await reporter.start()
      say("\(service.name): begins")
    case .progress(let service, let event):
      await reporters[service.name]?.show(event)
    case .ended(let outcome, let done, let count):
      self.done = done
      await reporters.removeValue(forKey: outcome.name)?.finish()
      let reason = outcome.reason.map { ", \($0.terminalSafe)" } ?? ""
      say(
        "\(outcome.name): \(outcome.status.rawValue)\(reason), in \(Int(outcome.seconds.rounded())) s; \(done) of \(count) done"
      )
    }
  }

  /// Takes away what is shown only for the moment.
  func finish() async {
    for reporter in reporters.values { await reporter.finish() }
    reporters = [:]
  }

  private func say(_ line: String) {
    if case .quiet = style { return }
    write(line + "\n")
  }

  private func reporter(for service: BatchService) -> ProgressReporter {
    switch style {
    case .live: ProgressReporter(unit: service.name, style: style, write: write)
    case .lines, .quiet:
      ProgressReporter(unit: service.name, style: style) { [write] in write("\(service.name): \($0)") }
    }
  }
}

extension BatchProgress {
  /// A reporter on this process's standard error, for so many services side by side.
  init(quiet: Bool, jobs: Int) {
    let terminal = CommandContext.current.error
    let style: ProgressReporter.Style = quiet ? .quiet : terminal.isInteractive && jobs == 1 ? .live(terminal) : .lines
    self.init(style: style) { StandardError.writeText($0) }
  }
}
