import Foundation
import Reports
import Workflows

/// Tells a person how far a find has come, on standard error: with one line that changes where somebody watches, with a
/// line for each event elsewhere.
actor ProgressReporter {
  /// How much there is to tell.
  enum Style {
    /// Nothing but warnings.
    case quiet
    /// A line for each event.
    case lines
    /// One line, which is drawn anew.
    case live(Terminal)
  }

  private let unit: String
  private let style: Style
  private let write: @Sendable (String) -> Void
  private let now: @Sendable () -> ContinuousClock.Instant
  private let begun: ContinuousClock.Instant
  private var progress = FindProgress()
  private var lastDrawn: ContinuousClock.Instant?
  private var isShown = false
  private var ticker: Task<Void, Never>?

  /// A reporter for one find; `write` is given text to print as it is, each time all that changes at once.
  init(
    unit: String, style: Style, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    write: @escaping @Sendable (String) -> Void
  ) {
    self.unit = unit
    self.style = style
    self.write = write
    self.now = now
    begun = now()
  }

  /// Shows what an event changes.
  func show(_ event: FindEvent) {
    progress.apply(event)
    switch (style, event) {
    case (.quiet, .warning), (.lines, _): write(event.line + "\n")
    case (.quiet, _): break
    case (.live(let terminal), .warning):
      draw(on: terminal, below: terminal.palette.paint(event.line, .caution))
    case (.live(let terminal), _):
      // More often than the eye can follow would only cost time; the ticker draws what was left out.
      if let lastDrawn, now() - lastDrawn < Self.shortestPause { return }
      draw(on: terminal)
    }
  }

  /// Does something while the line is shown and its clock goes, and takes the line away whatever happens, so that what is
  /// printed next stands alone.
  nonisolated func whileShown<Value: Sendable>(_ body: () async throws -> Value) async rethrows -> Value {
    await start()
    do {
      let value = try await body()
      await finish()
      return value
    } catch {
      await finish()
      throw error
    }
  }

  /// Keeps the line's clock going.
  func start() {
    guard case .live(let terminal) = style, ticker == nil else { return }
    ticker = Task { [weak self] in
      while (try? await Task.sleep(for: Self.tick)) != nil { await self?.draw(on: terminal) }
    }
  }

  /// Takes the line away.
  func finish() {
    ticker?.cancel()
    ticker = nil
    if isShown { write(Self.erase) }
    isShown = false
  }

  /// Draws the line anew, where wanted below something that stays.
  private func draw(on terminal: Terminal, below lasting: String? = nil) {
    let line = StatusLine(progress, unit: unit, elapsed: now() - begun)
    // In a terminal's last column the cursor may already stand on the next line.
    let text = line.text(columns: terminal.columns - 1, palette: terminal.palette)
    // All in one write, and the rest erased last: a line that is erased first flickers.
    write("\r" + (lasting.map { "\($0)\u{1b}[K\n" } ?? "") + "\(text)\u{1b}[K")
    lastDrawn = now()
    isShown = true
  }

  private static let erase = "\r\u{1b}[K"
  private static let shortestPause = Duration.milliseconds(50)
  private static let tick = Duration.milliseconds(250)
}

extension ProgressReporter {
  /// A reporter on this process's standard error.
  init(unit: String, quiet: Bool) {
    let terminal = CommandContext.current.error
    let style: Style = quiet ? .quiet : terminal.isInteractive ? .live(terminal) : .lines
    self.init(unit: unit, style: style) { StandardError.writeText($0) }
  }
}
