import Foundation
import Sandboxing
import Testing
import Workflows

@Suite("Settings") struct SettingsTests {
  @Test("without a file are none")
  func missing() throws {
    #expect(try Settings(in: "/nonexistent").exclude == [])
  }

  @Test("name what no find tries", arguments: ["", "find:\n", "find: {exclude: []}\n", "# nothing yet\n"])
  func empty(_ text: String) throws {
    #expect(try Settings(yaml: text, file: "f").exclude == [])
  }

  @Test("are directives, alone or with a value")
  func exclusions() throws {
    let settings = try Settings(yaml: "find:\n  exclude: [PrivateNetwork, ProtectSystem=strict]\n", file: "f")
    #expect(settings.exclude == [Selection(parsing: "PrivateNetwork"), Selection(parsing: "ProtectSystem=strict")])
  }

  @Test("say how far results stay away from what a service may do")
  func margin() throws {
    #expect(try Settings(yaml: "find: {margin: wide}\n", file: "f").margin == .wide)
    #expect(try Settings(yaml: "find: {exclude: []}\n", file: "f").margin == nil)
  }

  /// A file, and what of it the refusal names.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let word: String

    static let all = [
      Case(testDescription: "find: [", word: "form"),
      Case(testDescription: "find: {exclude: PrivateTmp}", word: "form"),
      Case(testDescription: "batch: {jobs: []}", word: "batch"),
      Case(testDescription: "find: {only: []}", word: "only"),
      Case(testDescription: "find: {exclude: [NoSuchThing]}", word: "NoSuchThing"),
      Case(testDescription: "find: {margin: [wide]}", word: "form"),
      Case(testDescription: "find: {margin: enormous}", word: "enormous"),
    ]
  }

  @Test("that are not understood as a whole are refused", arguments: Case.all)
  func refused(_ example: Case) throws {
    let error = #expect(throws: SettingsError.self) { try Settings(yaml: example.testDescription, file: "f") }
    #expect(error?.problem.contains(example.word) == true)
  }
}
