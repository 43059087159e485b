import Logging
import Reports
import Synchronization
import Workflows

/// What `--verbose` shows, on standard error: a line for each step, with the time since the beginning.
struct StepLog: LogHandler {
  /// Whether it was asked for; warnings are shown anyway.
  static let isOn = Atomic(false)

  private static let begun = ContinuousClock.now
  private let write: @Sendable (String) -> Void
  var metadata: Logger.Metadata = [:]

  /// A log that gives each finished line to `write`.
  init(write: @escaping @Sendable (String) -> Void) { self.write = write }

  /// The level that was asked for; it is the same for all.
  var logLevel: Logger.Level {
    get { Self.isOn.load(ordering: .relaxed) ? .debug : .warning }
    set {}
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let tenths = Int((ContinuousClock.now - Self.begun) / .milliseconds(100))
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let place = all.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) " }.joined()
    // What services are called and say is theirs.
    write("\(tenths / 10).\(tenths % 10) s  \(place)\("\(event.message)".terminalSafe)\n")
  }

  /// Has every logger of this process write to standard error; called once.
  static func install() {
    _ = begun
    let terminal = CommandContext.current.error
    // A line that changes may be shown; it is drawn again below.
    let start = terminal.isInteractive ? "\r\u{1b}[K" : ""
    // That nobody reads it does not end what is told of.
    LoggingSystem.bootstrap { _ in StepLog { try? StandardStream.error.write(start + $0) } }
  }
}
