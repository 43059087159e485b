import Sandboxing
import ArgumentParser
import Dispatch
import Foundation
import Workflows

extension Cinch {
  /// Runs the command that this process was started with, and ends the process with the status that it comes to.
  ///
  /// Only asynchronous commands start threads. The others stay alone on the first one, because a lab's own processes
  /// change their namespaces, and Dispatch aborts a process when /proc does not show it the threads that it started.
  public static func main() -> Never {
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
      try command.run()
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
        end(with: error)
      }
    }
    dispatchMain()
  }

  /// The parser knows what its own errors, requests for help and plain exit codes mean; the others are Cinch's.
  private static func end(with error: any Error) -> Never {
    switch error {
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
