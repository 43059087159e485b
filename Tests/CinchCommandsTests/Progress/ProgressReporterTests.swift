import Reports
import Sandboxing
import Synchronization
import Testing

@testable import CinchCommands
@testable import Trials
@testable import Workflows

@Suite("Progress of a find")
struct ProgressReporterTests {
  static let names = (1...8).map { Restriction("Directive\($0)", "yes") }

  static func report(_ verdict: Verdict) -> TrialReport {
    var timings = Timings()
    timings.total = .milliseconds(412)
    return TrialReport(verdict: verdict, timings: timings, runtime: RuntimeObservation())
  }

  static func trial(_ number: Int, _ restrictions: some Sequence<Restriction>, _ verdict: Verdict) -> FindEvent {
    .trial(number: number, sandbox: Sandbox(restrictions), report: report(verdict))
  }

  static let failure = Verdict.failed(
    Evidence(phase: .health(1), reason: "the probe exited with status 7 \u{1b}[2J and said why at some length"))

  /// A find that keeps six of eight.
  static let events: [FindEvent] = [
    .step("opening a lab"), .baseline(number: 1, of: 1, report: report(.passed)),
    .universe(
      Universe(names.map { Candidate($0, effects: [Effect($0.directive, "yes")], status: .candidate) }, notEnforced: [])
    ),
    trial(1, names, failure), trial(2, names[..<4], .passed), .warning("the disk is nearly full"),
    trial(3, names[...4], failure), trial(4, names[..<4] + names[5..<7], .passed),
    trial(5, names[..<4] + names[5...], failure), .step("confirming"),
    .confirmation(number: 1, of: 1, report: report(.passed)),
  ]

  /// Everything that was written, event by event, with the time between two events.
  func written(_ style: ProgressReporter.Style, pause: Duration = .seconds(1)) async -> [String] {
    let sink = Sink()
    let reporter = ProgressReporter(unit: "nginx.service", style: style, now: { sink.now }, write: { sink.write($0) })
    for event in Self.events {
      await reporter.show(event)
      sink.advance(by: pause)
    }
    await reporter.finish()
    return sink.texts
  }

  @Test("is one line that never wraps, never flickers and is gone at the end", arguments: [20, 40, 80, 200])
  func liveLine(columns: Int) async {
    var screen = Screen(columns: columns)
    let texts = await written(.live(Terminal(isInteractive: true, columns: columns, palette: .colored)))
    for text in texts.dropLast() { screen.write(text) }
    #expect(!screen.row.isEmpty && !screen.flickered && !screen.wrapped)
    screen.write(texts.last ?? "")
    #expect(screen.row.isEmpty)
    #expect(screen.scrolled == ["warning: the disk is nearly full"])
  }

  @Test("says what is being done, how much is kept and rejected, and how the last run ended")
  func liveContent() async {
    var screen = Screen(columns: 200)
    for text in await written(.live(Terminal(isInteractive: true, columns: 200))).dropLast(3) { screen.write(text) }
    #expect(
      String(screen.row)
        == "nginx.service  8 s  search  5 trials  6 of 8 kept  2 rejected  last 7  failed at health 1: the probe exited"
        + " with status 7 \\x1b[2J and said why at some length")
  }

  @Test("is drawn no more than twenty times a second")
  func throttled() async {
    let texts = await written(.live(Terminal(isInteractive: true, columns: 80)), pause: .milliseconds(10))
    #expect(texts.count { $0.hasPrefix("\r") && $0 != "\r\u{1b}[K" } <= 4)
  }

  @Test("is a line for each event where nobody watches, without anything that drives a terminal")
  func plainLines() async {
    let texts = await written(.lines)
    #expect(texts.count == Self.events.count)
    #expect(texts[2] == "8 restrictions to try; 0 already set, 0 not supported, 0 not enforced, 0 excluded\n")
    #expect(texts[4] == "trial 2 with 4 restrictions: passed in 412 ms\n")
    #expect(!texts.joined().contains("\u{1b}"))
  }

  @Test("is only warnings when it is to be quiet")
  func quiet() async {
    #expect(await written(.quiet) == ["warning: the disk is nearly full\n"])
  }
}

/// What a reporter is connected to in these tests: a list instead of a terminal, and a clock that is set by hand.
private final class Sink: Sendable {
  private let output: Mutex<[String]>
  private let time: Mutex<ContinuousClock.Instant>

  init() {
    output = Mutex([])
    time = Mutex(.now)
  }

  var now: ContinuousClock.Instant { time.withLock { $0 } }
  var texts: [String] { output.withLock { $0 } }
  func write(_ text: String) { output.withLock { $0.append(text) } }
  func advance(by pause: Duration) { time.withLock { $0 += pause } }
}
