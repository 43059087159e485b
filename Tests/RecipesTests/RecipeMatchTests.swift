import Foundation
import Recipes
import Testing
import Uses

@Suite("The recipe of a unit")
struct RecipeMatchTests {
  private static func recipe(_ name: String, units: String, packages: String = "[]") throws -> Recipe {
    try Recipe(
      yaml:
        "name: \(name)\nunits: \(units)\npackages: \(packages)\nneeds: {curl: curl-package}\nprobes: [{exec: 'true'}]",
      file: "/r/\(name).yaml")
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let names: [String]
    var package: String?
    let recipe: String?
  }

  @Test(
    "is found by its names and its package",
    arguments: [
      Case(testDescription: "by its name", names: ["nginx.service"], package: "nginx-common", recipe: "nginx"),
      Case(testDescription: "by an alias", names: ["mariadb.service", "mysql.service"], recipe: "mysql"),
      Case(testDescription: "as an instance", names: ["postgresql@15-main.service"], recipe: "postgresql"),
      Case(testDescription: "outright before by a pattern", names: ["postgresql@x.service"], recipe: "postgresql-x"),
      Case(testDescription: "made by hand", names: ["nginx.service"], recipe: "nginx"),
      Case(testDescription: "for an architecture", names: ["nginx.service"], package: "nginx:amd64", recipe: "nginx"),
      Case(testDescription: "not with another package's unit", names: ["nginx.service"], package: "x", recipe: nil),
      Case(testDescription: "not by a part of its name", names: ["nginx-x.service"], recipe: nil),
    ])
  func finding(this: Case) throws {
    let library = RecipeLibrary([
      try Self.recipe("nginx", units: "[nginx.service]", packages: "[nginx-*, nginx]"),
      try Self.recipe("mysql", units: "[mysql.service]"),
      try Self.recipe("postgresql", units: "['postgresql@*.service']"),
      try Self.recipe("postgresql-x", units: "['postgresql@x.service']"),
    ])
    #expect(library.recipe(forUnit: this.names) { this.package }?.name == this.recipe)
  }

  @Test("is an administrator's where there are two of a name")
  func overlay() throws {
    let top = FileManager.default.temporaryDirectory.appendingPathComponent("cinch-recipes-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: top) }
    for (directory, unit) in [("shipped", "a"), ("own", "b")] {
      let place = top.appendingPathComponent(directory)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try "name: x\nunits: [\(unit).service]\nprobes: [{exec: 'true'}]".write(
        to: place.appendingPathComponent("x.yaml"), atomically: false, encoding: .utf8)
    }
    let library = try RecipeLibrary(in: ["shipped", "own", "missing"].map { top.appendingPathComponent($0).path })
    #expect(library.recipes.map(\.units) == [["b.service"]])
    #expect(throws: UnknownRecipe.self) { try library.recipe(named: "y") }
  }

  @Test("says which programs it lacks, and which packages bring them")
  func needs() throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("cinch-recipes-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    try FileManager.default.createDirectory(
      at: root.appendingPathComponent("usr/bin"), withIntermediateDirectories: true)
    let recipe = try Self.recipe("x", units: "[x.service]")
    let missing = recipe.missingPrograms(in: FileTree(root: root.path))
    #expect(missing.map(\.program) == ["curl"])
    #expect("\(MissingPrograms(recipe: "x", programs: missing))".contains("install curl-package"))
    try Data().write(to: root.appendingPathComponent("usr/bin/curl"))
    #expect(recipe.missingPrograms(in: FileTree(root: root.path)).isEmpty)
  }
}
