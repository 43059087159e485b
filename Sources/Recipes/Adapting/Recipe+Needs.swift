import Sandboxing
import Uses

extension Recipe {
  /// The programs that it needs and a system has not.
  public func missingPrograms(in tree: FileTree) -> [(program: String, package: String)] {
    needs.filter { need in !Self.path.contains { tree.has("\($0)/\(need.program)") } }
  }

  /// Where commands of a health check are looked for (systemd.exec(5), "Environment Variables in Spawned Processes").
  private static let path = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
}

/// Programs that a recipe needs are not there.
public struct MissingPrograms: Error, Hashable, CustomStringConvertible {
  /// The recipe.
  public let recipe: String
  /// The programs.
  public let programs: [String]
  /// The packages that bring them.
  public let packages: [String]

  /// Programs with their packages.
  public init(recipe: String, programs: [(program: String, package: String)]) {
    self.recipe = recipe
    self.programs = programs.map(\.program)
    packages = Set(programs.map(\.package)).sorted()
  }

  /// One sentence that says what to do.
  public var description: String {
    let (programs, packages) = (programs.joined(separator: ", "), packages.joined(separator: " "))
    return """
      the recipe '\(recipe.terminalSafe)' needs \(programs.terminalSafe), which is not there: install \
      \(packages.terminalSafe) where the service runs, say what works means with --health, or use --no-recipe
      """
  }
}
