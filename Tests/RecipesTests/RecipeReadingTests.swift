import Recipes
import Testing

@Suite("A recipe's file")
struct RecipeReadingTests {
  struct Bad: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let key: String?

    init(_ description: String, _ text: String, key: String?) {
      testDescription = description
      self.text = text
      self.key = key
    }
  }

  private static let probes = "probes: [{exec: 'true'}]"

  @Test(
    "that is wrong is named with the key that is",
    arguments: [
      Bad("no name", "units: [x.service]\n\(probes)", key: "name"),
      Bad("another name", "name: y\nunits: [x.service]\n\(probes)", key: "name"),
      Bad("no units", "name: x\n\(probes)", key: "units"),
      Bad("units that are none", "name: x\nunits: x.service\n\(probes)", key: "units"),
      Bad("an unknown key", "name: x\nunit: [x.service]\n\(probes)", key: "unit"),
      Bad("nothing asked", "name: x\nunits: [x.service]", key: "probes"),
      Bad(
        "no listener", "name: x\nunits: [x.service]\nlisteners: {http: '80'}\n\(probes)", key: "listeners.http"),
      Bad(
        "a variable that is none", "name: x\nunits: [x.service]\nlisteners: {the-port: 'tcp:80'}\n\(probes)",
        key: "listeners.the-port"),
      Bad("a relative file", "name: x\nunits: [x.service]\nfiles: {config: x.conf}\n\(probes)", key: "files.config"),
      Bad("a probe that is none", "name: x\nunits: [x.service]\nprobes: [{run: x}]", key: "probes[0]"),
      Bad("no YAML", "name: [", key: "line 2"),
      Bad("an alias", "name: x\nunits: &a [x.service]\npackages: *a\n\(probes)", key: "line 3"),
      Bad("nothing", "", key: nil),
    ])
  func mistakes(bad: Bad) throws {
    let error = #expect(throws: RecipeError.self) { try Recipe(yaml: bad.text, file: "/r/x.yaml") }
    #expect(error?.file == "/r/x.yaml")
    #expect(error?.key == bad.key, "\(error?.description ?? "")")
  }
}
