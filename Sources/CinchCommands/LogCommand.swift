import ArgumentParser
import Foundation
import Ledger
import Reports
import Systemd

/// `cinch log`: what was run, and how it went.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "List runs, or the trials of one run.")

  @Argument(help: ArgumentHelp("A run's number, to see its trials.", valueName: "run"))
  var number: Int64?

  @Option(help: "Only the runs of this unit.")
  var unit: String?

  @Option(help: ArgumentHelp("At most so many runs, the latest.", valueName: "number"))
  var limit = 100

  @Flag(help: "Write JSON.")
  var json = false

  @OptionGroup var manager: ManagerOptions

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit takes a number from 1, not \(limit)") }
    guard number == nil || unit == nil else { throw ValidationError("give a run's number or --unit, not both") }
  }

  func run() throws {
    let ledger = try Ledger(in: manager.directories.state)
    let terminal = Terminal(of: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment)
    if let number {
      let log = TrialLog(run: try ledger.run(number), trials: try ledger.trials(of: number))
      print(try json ? JSONTrialLog().text(of: log) : TerminalTrialLog(for: terminal).text(of: log), terminator: "")
    } else {
      let name = try unit.map { try UnitName($0).description }
      let runs = try ledger.runs(of: name, limit: limit)
      print(try json ? JSONRunLog().text(of: runs) : TerminalRunLog(for: terminal).text(of: runs), terminator: "")
    }
  }
}
