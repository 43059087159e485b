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
    for name in found {
      let isListed = listed.contains(name) || listed.contains { $0.hasSuffix(".\(name)") }
      #expect(isListed, "\(name) has no row in Sources/CinchCommands/ExitStatus.swift")
    }
  }

  /// The names of the public types that are errors, as they are declared.
  private static func publicErrors() throws -> [String] {
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var names: [String] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      names += text.matches(of: /public (?:enum|struct|final class|class) ([A-Za-z]+)[^{\n]*[:,] Error\b/).map {
        String($0.1)
      }
    }
    return names.sorted()
  }
}
