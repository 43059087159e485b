import Foundation
import Fuzzing
import Testing

/// Inputs that somebody else has written, in thousands of forms that nobody would write. `Scripts/fuzz` looks for more.
@Suite("Whatever is read, nothing crashes or hangs")
struct FuzzTests {
  private static let inputs = 1500

  @Test("of a profile, a manifest, a recipe, a drop-in, a unit's name or an audit record", arguments: Parser.allCases)
  func survives(_ parser: Parser) throws {
    let directory = FileManager.default.temporaryDirectory.path + "/cinch-fuzz-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let corpus = try parser.corpus()
    try #require(!corpus.isEmpty)
    var mutator = Mutator(
      seed: 12, words: ["kept", "service", "services", "[Service]", "ProtectSystem=", ".service", "audit("])
    for input in corpus + (0..<Self.inputs).map({ _ in mutator.mutated(corpus) }) {
      do {
        try parser.parse(input, in: directory)
      } catch {
        Issue.record("\(parser.rawValue): \(error): \(Data(input).base64EncodedString())")
        return
      }
    }
  }
}
