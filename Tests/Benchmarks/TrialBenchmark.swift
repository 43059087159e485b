import Glibc
import Lab
import Logging
import Sandboxing
import Systemd
import Trials

/// Measures what a trial costs beyond what systemd itself takes: one trial of `sleep` with an empty sandbox and no probe,
/// against the bare cycle of starting and stopping a transient unit, in turn, in one lab.
///
/// Exit status 2 when the ratio of the medians is over the threshold.
@main
struct TrialBenchmark {
  /// How many times a bare cycle a trial may take.
  static let threshold = 1.5
  /// How many times each is measured.
  static let rounds = 200
  /// Rounds that are not counted, before.
  static let warmUp = 20

  static func main() async throws {
    // The lab's own processes run cinch, which stands beside this program.
    let own = CommandLine.arguments[0]
    let directory = own.lastIndex(of: "/").map { String(own[..<$0]) } ?? "."
    let lab = try await Lab.start(Lab.Configuration(executable: "\(directory)/cinch"))
    let ratio: Double
    do {
      ratio = try await measure(in: lab)
    } catch {
      await lab.stop()
      throw error
    }
    await lab.stop()
    exit(ratio > threshold ? 2 : 0)
  }

  private static func measure(in lab: Lab) async throws -> Double {
    let manager = try await lab.manager()
    let environment = try LabEnvironment(lab, manager: manager)
    let subject = Subject(unit: "cinch-bench-trial.service", properties: sleep)
    let runner = TrialRunner(
      subject, check: HealthCheck(settle: .zero, reload: false, restart: false), on: environment,
      launcher: TransientLauncher(subject, on: environment), name: "cinch-bench", log: Logger(label: "trial-bench"))
    var trials: [Duration] = []
    var cycles: [Duration] = []
    let clock = ContinuousClock()
    for round in 0..<(warmUp + rounds) {
      let trial = try await clock.measure {
        guard try await runner.run(.empty).verdict.isPassed else { throw Unhealthy() }
      }
      let cycle = try await clock.measure { try await bareCycle(of: "cinch-bench-bare.service", on: manager) }
      guard round >= warmUp else { continue }
      trials.append(trial)
      cycles.append(cycle)
    }
    let (trial, cycle) = (median(trials), median(cycles))
    let ratio = trial / cycle
    print(
      """
      trial       \(milliseconds(trial))
      bare cycle  \(milliseconds(cycle))
      ratio       \(hundredths(ratio)), at most \(threshold)
      """)
    return ratio
  }

  /// What `systemd-run` and `systemctl stop` do: the unit is started, stopped, and forgotten.
  private static func bareCycle(of unit: String, on manager: Manager) async throws {
    let watcher = await manager.watch(unit)
    _ = try await manager.startTransientUnit(TransientUnit(name: unit, properties: sleep), limit: .seconds(10))
    _ = try await manager.stop(unit, limit: .seconds(10))
    _ = try await watcher.wait(.seconds(10), until: "forgotten") { $0.isRemoved }
  }

  private static let sleep: [UnitProperty] = [
    UnitProperty("Type", .string("exec")),
    UnitProperty(
      "ExecStart",
      .array(
        element: "(sasb)",
        [.structure([.string("/bin/sleep"), .strings(["/bin/sleep", "infinity"]), .bool(false)])])),
    UnitProperty("CollectMode", .string("inactive-or-failed")),
  ]

  private static func median(_ durations: [Duration]) -> Duration { durations.sorted()[durations.count / 2] }
  private static func milliseconds(_ duration: Duration) -> String { "\(hundredths(duration / .milliseconds(1))) ms" }
  private static func hundredths(_ number: Double) -> Double { (number * 100).rounded() / 100 }
}

/// `sleep` did not pass its trial.
struct Unhealthy: Error {}
