import ArgumentParser
import Foundation
import Profiles
import Reports
import Sandboxing
import Workflows

/// `cinch report`: what saved profiles say, in the form that is needed.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Show a saved profile, or many in one picture, as text, JSON, Markdown or HTML.",
    discussion: """
      Nothing is run: the report tells what the finds and checks that wrote the profiles have found. A folder, or more \
      than one profile, gives services by directives: each folder in it is a host.
      """)

  @Argument(
    help: ArgumentHelp(
      "A profile, as 'cinch find --profile' wrote it; or profiles and folders of them.", valueName: "profile"),
    completion: .file(extensions: ["yaml", "yml"]))
  var places: [String]

  @Option(help: "The form of the report.")
  var format: ReportFormat = .text

  @Option(
    help: ArgumentHelp("Write the report here, instead of to standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Show all that is known of each directive.")
  var full = false

  @Flag(help: "Do not pipe long output into a pager.")
  var noPager = false

  func validate() throws {
    guard !full || format == .text else {
      throw ValidationError("--full is for --format text; the other forms show everything")
    }
    guard !full || !isOfMany else { throw ValidationError("--full is for one profile") }
  }

  func run() async throws {
    let terminal = output == nil ? CommandContext.current.output : Terminal(isInteractive: false)
    let report = isOfMany ? Report(try fleet()) : try single(places[0])
    let page = try report.written(as: format, for: terminal)
    if let output {
      try OutputFile(output, isPrivate: true).write(page)
    } else {
      try await Pager(isWanted: !noPager && format == .text, isInteractive: terminal.isInteractive).print(page)
    }
  }

  private var isOfMany: Bool { places.count > 1 || places.contains(where: ProfileFolders.isFolder) }

  private func single(_ profile: String) throws -> Report {
    let next = ["cinch apply \(profile.terminalSafe): on the unit itself, taken back if it fails"]
    return Report(FindReport(try Profile(contentsOfFile: profile)), full: full, next: next)
  }

  /// All profiles in one picture. One that cannot be read is named in it; where none can, that is an error.
  private func fleet() throws -> FleetReport {
    var reader = DigestReader()
    var results: [FleetResult] = []
    var unread: [FleetReport.Unread] = []
    for entry in try ProfileFolders(places).entries {
      do {
        results.append(FleetResult(host: entry.host, file: entry.file, try reader.digest(of: entry.file)))
      } catch ProfileError.notAProfile where !places.contains(entry.file) {
        // Manifests lie beside profiles.
      } catch {
        unread.append(FleetReport.Unread(file: entry.file, reason: "\(error)"))
      }
    }
    guard !results.isEmpty else {
      throw ValidationError(unread.first?.reason ?? "there is no profile in \(places.joined(separator: ", "))")
    }
    return FleetReport(results, unread: unread)
  }
}
