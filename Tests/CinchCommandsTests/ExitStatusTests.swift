import Foundation
import Testing

@testable import CinchCommands

@Suite("The table of exit statuses")
struct ExitStatusTests {
  /// The repository's sources.
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources")

  @Test("has every error that a module shows to others")
  func everyPublicError() throws {
    let table = try String(contentsOf: Self.sources.appending(path: "CinchCommands/ExitStatus.swift"), encoding: .utf8)
    let listed = Set(table.matches(of: /extension ([A-Za-z.]+): ExitStatusProviding/).map { String($0.1) })
    let found = try Self.publicErrors()
    #expect(found.count > 15, "the search finds what there is to find")
    for name in found.map(\.name) {
      let isListed = listed.contains(name) || listed.contains { $0.hasSuffix(".\(name)") }
      #expect(isListed, "\(name) has no row in Sources/CinchCommands/ExitStatus.swift")
    }
  }

  @Test("is what was recorded, with what each error says")
  func snapshot() throws {
    let rows = ErrorSample.all.map { "\($0.error.exitStatus.rawValue)  \($0.name)\n    \($0.error)\n" }
    try expectSnapshot(rows.joined(), "errors.txt")
  }

  @Test("has every case of every error")
  func everyCase() throws {
    let sampled = Set(ErrorSample.all.map(\.name))
    let found = try Self.publicErrors()
    for error in found {
      let names = error.cases.isEmpty ? [error.name] : error.cases.map { "\(error.name).\($0)" }
      for name in names {
        let isSampled = sampled.contains { $0 == name || $0.hasSuffix(".\(name)") }
        #expect(isSampled, "\(name) is not in Tests/CinchCommandsTests/ErrorSamples.swift")
      }
    }
  }

  /// The public types that are errors, as they are declared: their names, and the cases of those that have some.
  private static func publicErrors() throws -> [(name: String, cases: [String])] {
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var errors: [(name: String, cases: [String])] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      let declaration = /(?m)^( *)public (?:enum|struct|final class|class) ([A-Za-z]+)[^{\n]*[:,] Error\b[^{]*\{\n/
      for match in text.matches(of: declaration) {
        // It ends with the next brace that stands as far to the left.
        let body = text[match.range.upperBound...].components(separatedBy: "\n\(match.1)}")[0]
        let cases = body.matches(of: /(?m)^ *case ([A-Za-z]+)/).map { String($0.1) }
        errors.append((String(match.2), cases))
      }
    }
    return errors.sorted { $0.name < $1.name }
  }
}
