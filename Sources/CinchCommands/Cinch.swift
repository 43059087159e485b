import ArgumentParser
import Dispatch
import Foundation
import Sandboxing
import Workflows

extension Cinch {
  /// Runs the command that this process was started with, and ends the process with the status that it comes to.
  ///
  /// Only asynchronous commands start threads. The others stay alone on the first one, because a lab's own processes
  /// change their namespaces, and Dispatch aborts a process when /proc does not show it the threads that it started.
  public static func main() -> Never {
    Crash.prepare()
    StandardStream.prepare()
    // The parser knows no version but our own.
    if CommandLine.arguments.dropFirst().elementsEqual(["--version"]) { showVersion() }
    do {
      var command = try parseAsRoot()
      StepLog.install()
      if let asynchronous = command as? any AsyncParsableCommand {
        try AddressSpace.require()
        run(asynchronous)
      }
      do {
        try command.run()
      } catch {
        end(with: error, of: type(of: command))
      }
      exit()
    } catch {
      end(with: error)
    }
  }

  private static func showVersion() -> Never {
    Task {
      print(await Version.text())
      exit()
    }
    dispatchMain()
  }

  private static func run(_ command: sending any AsyncParsableCommand) -> Never {
    Task {
      var command = command
      do {
        try await command.run()
        exit()
      } catch {
        end(with: error, of: type(of: command))
      }
    }
    dispatchMain()
  }

  /// What a command says that cannot do what its arguments ask: they are of the right form, so that a line of usage would
  /// not help.
  static func refusal(_ error: ValidationError, of command: any ParsableCommand.Type) -> String {
    "Error: \(error.message.terminalSafe)\n  See '\(words(of: command).joined(separator: " ")) --help' for more information."
  }

  /// How a command is called: `cinch`, `recipes`, `list`.
  private static func words(
    of command: any ParsableCommand.Type, below parent: any ParsableCommand.Type = Cinch.self
  ) -> [String] {
    let name = parent.configuration.commandName.map { [$0] } ?? []
    if parent == command { return name }
    let below = parent.configuration.subcommands.lazy.map { words(of: command, below: $0) }.first { !$0.isEmpty }
    return below.map { name + $0 } ?? []
  }

  /// The parser knows what its own errors, requests for help and plain exit codes mean; the others are Cinch's.
  private static func end(with error: any Error, of command: any ParsableCommand.Type = Cinch.self) -> Never {
    switch error {
    case let error as ValidationError:
      StandardError.write(refusal(error, of: command))
      exit(withError: ExitCode(ExitStatus.usage.rawValue))
    case let interruption as Interrupted:
      StandardError.write("cinch: \(interruption)")
      exit(withError: ExitCode(128 + interruption.signal))
    case let error as any ExitStatusProviding:
      (error as? StreamError)?.endQuietly()
      StandardError.write("cinch: \("\(error)".terminalSafe)")
      exit(withError: ExitCode(error.exitStatus.rawValue))
    default:
      exit(withError: error)
    }
  }
}

/// `cinch`: how tight can a service's sandbox be, and does it still work?
public struct Cinch: AsyncParsableCommand {
  /// The command line's own description.
  public static let configuration = CommandConfiguration(
    commandName: "cinch",
    abstract: "Find out how tight a systemd service's sandbox can be, and keep it that tight.",
    version: Version.own,
    subcommands: [
      FindCommand.self, CheckCommand.self, BatchCommand.self, ExplainCommand.self, ReportCommand.self,
      ApplyCommand.self, ConfirmCommand.self, UndoCommand.self, LogCommand.self, DirectivesCommand.self,
      RateCommand.self, RecipesCommand.self, LabCommand.self,
    ])

  /// A command as the parser makes it.
  public init() {}
}
