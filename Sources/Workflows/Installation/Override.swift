import Foundation
import Sandboxing

/// A drop-in that comes after Cinch's and sets one of its directives again: the sandbox is not what was tested.
public struct Override: Hashable, Sendable {
  /// The directive.
  public let directive: String
  /// The drop-in that has the last word on it.
  public let file: String

  /// An override of a directive by a file.
  public init(directive: String, file: String) {
    self.directive = directive
    self.file = file
  }
}

extension Override: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    "\(file) sets \(directive)= after \(DropInPlace.fileName) and may loosen or tighten it: remove the line there, or"
      + " rename the file so that it comes earlier."
  }
}

extension Installation {
  /// The drop-ins that come after Cinch's, as the manager has loaded them, and the directives of `text` that they set.
  func overrides(of text: String) async throws -> [Override] {
    let ours = Set(Self.directives(in: text))
    let loaded = try await control.properties(of: place.unit)["DropInPaths"]?.texts ?? []
    // The manager lists them in the order in which it has read them.
    let later = loaded.drop { !$0.hasSuffix("/" + DropInPlace.fileName) }.dropFirst()
    return try later.flatMap { file -> [Override] in
      guard try disk.status(of: file)?.kind == .regular else { return [] }
      let text = String(decoding: try disk.contents(of: file), as: UTF8.self)
      return Self.directives(in: text).filter(ours.contains).map { Override(directive: $0, file: file) }
    }
  }

  /// The directives that a unit file sets in its `[Service]` section, each once, in order.
  public static func directives(in text: String) -> [String] {
    var section: Substring = ""
    var names: [String] = []
    for line in text.split(whereSeparator: \.isNewline).map({ $0.drop(while: \.isWhitespace) }) {
      if line.hasPrefix("[") {
        section = line.prefix { $0 != "]" }
      } else if section == "[Service", !line.hasPrefix("#"), !line.hasPrefix(";"),
        let separator = line.firstIndex(of: "=")
      {
        let name = line[..<separator].trimmingCharacters(in: .whitespaces)
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }
}
