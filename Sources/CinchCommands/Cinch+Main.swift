import ArgumentParser
import Foundation
import Workflows

extension Cinch {
  /// Runs the command that this process was started with, and ends the process with the status that it comes to.
  public static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  /// The parser knows what its own errors, requests for help and plain exit codes mean; the others are Cinch's.
  private static func end(with error: any Error) -> Never {
    switch error {
    case let interruption as Interrupted:
      StandardError.write("cinch: \(interruption)")
      exit(withError: ExitCode(128 + interruption.signal))
    case let error as any ExitStatusProviding:
      StandardError.write("cinch: \("\(error)".terminalSafe)")
      exit(withError: ExitCode(error.exitStatus.rawValue))
    default:
      exit(withError: error)
    }
  }
}

/// The stream for everything that is not a result.
enum StandardError {
  /// Writes one line.
  static func write(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
