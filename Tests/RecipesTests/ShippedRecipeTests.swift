import Foundation
import Recipes
import Testing
import Trials

@Suite("The recipes that come with Cinch")
struct ShippedRecipeTests {
  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Sources/Recipes/Recipes").standardizedFileURL.path

  static let files = (try? FileManager.default.contentsOfDirectory(atPath: directory))?.sorted() ?? []

  private static func recipe(_ file: String) throws -> Recipe {
    try Recipe(contentsOfFile: "\(directory)/\(file)")
  }

  @Test("can all be read", arguments: files)
  func reading(file: String) throws { #expect(try !Self.recipe(file).health.check.probes.isEmpty) }

  @Test("find each listener and file that they name, and name each that they ask for", arguments: files)
  func variables(file: String) throws {
    let recipe = try Self.recipe(file)
    let check = recipe.health.check
    let asked = (check.setup + check.prepare + [check.ready ?? ""] + check.probes.map(\.script)).joined(separator: "\n")
    for name in recipe.listeners.map(\.name) + recipe.files.map(\.name) {
      #expect(asked.contains("$\(name)") || asked.contains("${\(name)"), "nothing asks for \(name)")
    }
    for match in asked.matches(of: /\$\{?([a-z][a-z0-9_]*)_(host|port)/) {
      #expect(recipe.listeners.contains { $0.name == match.1 }, "no listener is called \(match.1)")
    }
  }

  @Test("ask nothing of an address that they have not found", arguments: files)
  func addresses(file: String) throws {
    let check = try Self.recipe(file).health.check
    for script in [check.ready ?? ""] + check.probes.map(\.script) {
      #expect(!script.contains(/\/dev\/(tcp|udp)\/[0-9]/))
    }
  }

  @Test("are for different units")
  func units() throws {
    let units = try Self.files.flatMap { try Self.recipe($0).units }
    #expect(Set(units).count == units.count)
  }

  @Test("are commands that bash understands", arguments: files)
  func syntax(file: String) throws {
    let check = try Self.recipe(file).health.check
    for script in check.setup + check.prepare + [check.ready ?? "true"] + check.probes.map(\.script) {
      let bash = Process()
      bash.executableURL = URL(fileURLWithPath: "/bin/bash")
      bash.arguments = ["-n", "-c", script]
      try bash.run()
      bash.waitUntilExit()
      #expect(bash.terminationStatus == 0, "\(script)")
    }
  }
}
