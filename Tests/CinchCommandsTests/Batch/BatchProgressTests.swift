import Reports
import Synchronization
import Testing
import Trials
import Workflows

@testable import CinchCommands

@Suite("Progress of a batch")
struct BatchProgressTests {
  /// What a reporter writes to in these tests.
  private final class Sink: Sendable {
    private let texts = Mutex<[String]>([])
    func write(_ text: String) { texts.withLock { $0.append(text) } }
    var all: [String] { texts.withLock { $0 } }
  }

  static let services = ["web", "cache"].map {
    BatchService(name: $0, request: FindRequest(service: .unit("\($0).service"), check: HealthCheck()))
  }

  static func outcome(_ name: String, _ status: BatchOutcome.Status, reason: String? = nil) -> BatchOutcome {
    BatchOutcome(name: name, unit: "\(name).service", status, reason: reason, seconds: 3.4)
  }

  /// Two services side by side, after one that is done already.
  static let events: [BatchEvent] = [
    .kept(outcome("mail", .ok)), .began(services[0]), .began(services[1]),
    .progress(services[0], .step("opening a lab")), .progress(services[1], .warning("the disk is nearly full")),
    .ended(outcome("cache", .unhealthy, reason: "it says \u{1b}[2J"), done: 2, of: 3),
    .ended(outcome("web", .ok), done: 3, of: 3),
  ]

  private func written(_ style: ProgressReporter.Style) async -> (texts: [String], done: Int) {
    let sink = Sink()
    let progress = BatchProgress(style: style) { sink.write($0) }
    for event in Self.events { await progress.show(event) }
    await progress.finish()
    return (sink.all, await progress.done)
  }

  @Test("is lines that say which service they are about")
  func lines() async {
    let (texts, done) = await written(.lines)
    #expect(
      texts == [
        "mail: ok, done earlier\n", "web: begins\n", "cache: begins\n", "web: opening a lab\n",
        "cache: warning: the disk is nearly full\n", "cache: unhealthy, it says \\x1b[2J, in 3 s; 2 of 3 done\n",
        "web: ok, in 3 s; 3 of 3 done\n",
      ])
    #expect(done == 3)
  }

  @Test("is only warnings when it is to be quiet")
  func quiet() async {
    #expect(await written(.quiet).texts == ["cache: warning: the disk is nearly full\n"])
  }

  @Test("takes the line of a find away before it says how that ended")
  func live() async {
    var screen = Screen(columns: 200)
    for text in await written(.live(Terminal(isInteractive: true, columns: 200))).texts { screen.write(text) }
    #expect(screen.row.isEmpty)
    #expect(
      screen.scrolled.suffix(2) == [
        "cache: unhealthy, it says \\x1b[2J, in 3 s; 2 of 3 done", "web: ok, in 3 s; 3 of 3 done",
      ])
  }
}
