import ArgumentParser
import Lab

/// What kind of lab to use.
struct LabOptions: ParsableArguments {
  @Option(help: "The root whose copy-on-write view the lab gets.")
  var labRoot = "/"

  @Option(help: ArgumentHelp("Let the lab act on this machine: \(Self.allowances). Repeatable.", valueName: "what"))
  var labAllow: [Lab.Allowance] = []

  @Option(
    help: ArgumentHelp("How control groups look in the lab, instead of what fits this machine.", valueName: "layout"))
  var labLayout: Lab.Layout?

  private static var allowances: String { Lab.Allowance.allCases.map(\.rawValue).joined(separator: ", ") }

  /// The configuration that the options amount to.
  var configuration: Lab.Configuration {
    Lab.Configuration(root: labRoot, layout: labLayout, allow: Set(labAllow))
  }
}

extension Lab.Allowance: ExpressibleByArgument {}
extension Lab.Layout: ExpressibleByArgument {}
