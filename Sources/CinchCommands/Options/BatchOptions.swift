import ArgumentParser
import Workflows

/// The options that say what a batch does, with which of its services, and where its results are.
struct BatchOptions: ParsableArguments {
  @Option(help: "What to do with each service: find its sandbox, check the saved one, or apply it to the real unit.")
  var action: BatchVerb = .find

  @Option(
    help: ArgumentHelp(
      "Where drop-ins, profiles and reports are written and saved profiles are read, by the names of the services.",
      valueName: "directory"),
    completion: .directory)
  var outputDir = "cinch-batch"

  @Option(
    help: ArgumentHelp(
      "Only one of so many parts, each for a machine: 1/3, 2/3 and 3/3 are all services.", valueName: "k/n"),
    transform: BatchOptions.shard)
  var shard: Shard?

  @Flag(help: "Start over, even where an earlier batch has left results or was interrupted.")
  var fresh = false

  @Flag(help: "Only read the manifests, and print what would be done.")
  var dryRun = false

  @Flag(help: "With --action check: write the profiles without what broke.")
  var repair = false

  @Flag(help: "With --action check: try what the profiles do not keep as well.")
  var tighten = false

  func validate() throws {
    guard action == .check || !repair && !tighten else {
      throw ValidationError("--repair and --tighten are for --action check; leave them out")
    }
    guard !outputDir.isEmpty else { throw ValidationError("--output-dir takes a directory's path") }
  }

  /// Where the results are.
  var files: BatchFiles { BatchFiles(in: outputDir) }

  private static func shard(_ text: String) throws -> Shard {
    guard let shard = Shard(parsing: text) else {
      throw ValidationError("'\(text)' is not k/n, the k-th of n parts, like 1/3")
    }
    return shard
  }
}

extension BatchVerb: ExpressibleByArgument {}
