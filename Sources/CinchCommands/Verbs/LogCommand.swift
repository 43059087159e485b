import ArgumentParser
import Ledger
import Reports
import Sandboxing
import Systemd

/// `cinch log`: what was run, and how it went.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List runs, or the trials of one run.")

  @Argument(help: ArgumentHelp("A run's number, to see its trials.", valueName: "run"))
  var number: Int64?

  @Option(help: "Only the runs of this unit.", completion: .units)
  var unit: String?

  @Option(help: ArgumentHelp("At most so many runs, the latest.", valueName: "number"))
  var limit = 100

  @OptionGroup(title: "Output") var view: ViewOptions
  @OptionGroup var manager: ManagerOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit takes a number from 1, not \(limit)") }
    guard number == nil || unit == nil else { throw ValidationError("give a run's number or --unit, not both") }
  }

  func run() async throws {
    let ledger = try Ledger(reading: manager.directories.state)
    if let number {
      let log = TrialLog(run: try ledger.run(number), trials: try ledger.trials(of: number))
      try await view.print(Report(log))
    } else {
      let name = try unit.map { try UnitName($0) }
      let runs = try ledger.runs(of: name?.description, limit: limit)
      if let name, runs.isEmpty {
        let meant = SimilarNames.question(name.similar(among: try ledger.units()))
        StandardError.write("no run of \(name) is known\(meant)")
      }
      try await view.print(Report(runs))
    }
  }
}
