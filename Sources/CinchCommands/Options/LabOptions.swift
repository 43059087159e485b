import ArgumentParser
import Lab

/// What kind of lab to use.
struct LabOptions: ParsableArguments {
  @Option(help: "The root whose copy-on-write view the lab gets.")
  var labRoot = "/"

  @Option(help: ArgumentHelp("Let the lab act on this machine: \(Self.allowances). Repeatable.", valueName: "what"))
  var labAllow: [Lab.Allowance] = []

  private static var allowances: String { Lab.Allowance.allCases.map(\.rawValue).joined(separator: ", ") }

  /// The configuration that the options amount to.
  var configuration: Lab.Configuration { Lab.Configuration(root: labRoot, allow: Set(labAllow)) }
}
