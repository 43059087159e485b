import Foundation
import Sandboxing

/// The matrix as it was written down: one restriction a line, with what it denied.
extension DenialMatrix {
  /// Reads a table by its name: `systemd-252`, `systemd-252-nobody`, `systemd-257`, `systemd-262`.
  /// - Throws: ``Fault`` where the table does not exist or a line of it cannot be read.
  public init(named name: String) throws {
    guard let url = Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Tables") else {
      throw Fault(description: "there is no table \(name)")
    }
    var acts: Set<Act> = []
    var rows: [Restriction: Row] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "allowed" {
        acts = Set(try words.dropFirst().map(Self.act))
      } else if let restriction = Restriction(parsing: words[0]) {
        rows[restriction] = try Self.row(words.dropFirst())
      } else {
        throw Fault(description: "\(name): '\(words[0])' is no restriction")
      }
    }
    self.acts = acts
    self.rows = rows
  }

  /// A line that cannot be read, or a table that does not exist.
  public struct Fault: Error, CustomStringConvertible {
    /// One sentence.
    public let description: String
  }

  private static func row(_ words: ArraySlice<String>) throws -> Row {
    switch words.first {
    case "unsupported": return .unsupported
    case "all": return .breaksEverything
    default:
      // What could not be told apart breaks a service as well as what was denied.
      let names = words.filter { $0 != "serve" }.map { $0.hasPrefix("?") ? String($0.dropFirst()) : $0 }
      return .denies(Set(try names.map(act)), breaksServing: words.contains("serve"))
    }
  }

  private static func act(_ word: String) throws -> Act {
    guard let act = Act(parsing: word) else { throw Fault(description: "'\(word)' is no act") }
    return act
  }
}
