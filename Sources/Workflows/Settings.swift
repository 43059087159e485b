import Foundation
import Profiles
import Sandboxing
import Yams

/// What an administrator has set for all runs on a machine, in `/etc/cinch/cinch.yaml`:
///
/// ```yaml
/// find:
///   exclude:
///     - PrivateNetwork
///     - ProtectSystem=strict
///   margin: wide
/// ```
public struct Settings: Hashable, Sendable {
  /// The file's name.
  public static let fileName = "cinch.yaml"

  /// What no find tries.
  public let exclude: [Selection]
  /// How far what a find keeps stays away from what a service may do on another day; nil where nothing is said.
  public let margin: Margin?

  /// Settings by their parts.
  init(exclude: [Selection], margin: Margin? = nil) {
    self.exclude = exclude
    self.margin = margin
  }

  /// Reads the settings of a configuration directory; without the file there are none.
  ///
  /// - Throws: ``SettingsError``: nothing is taken of a file that is not understood as a whole.
  public init(in directory: String) throws(SettingsError) {
    let path = "\(directory)/\(Self.fileName)"
    guard FileManager.default.fileExists(atPath: path) else {
      self.init(exclude: [])
      return
    }
    do {
      try self.init(yaml: try YAMLDocument.text(of: path), file: path)
    } catch let error as SettingsError {
      throw error
    } catch YAMLDocument.Failure.unreadable(let reason) {
      throw SettingsError(file: path, problem: reason)
    } catch {
      throw SettingsError(file: path, problem: "\(error)")
    }
  }

  /// Reads settings from text; `file` is what messages call it.
  ///
  /// - Throws: ``SettingsError``.
  public init(yaml text: String, file: String) throws(SettingsError) {
    let sections: [String: [String: Entry]?]
    do {
      let document = try YAMLDocument(text)
      guard !document.hasAnchors else { throw SettingsError(file: file, problem: "it has anchors") }
      sections = try document.root.map { try YAMLDecoder().decode([String: [String: Entry]?].self, from: $0) } ?? [:]
    } catch let error as SettingsError {
      throw error
    } catch {
      throw SettingsError(file: file, problem: Self.form)
    }
    if let stranger = sections.keys.sorted().first(where: { $0 != "find" }) {
      throw SettingsError(file: file, problem: "there is no section '\(stranger)'")
    }
    let find = sections["find"].flatMap { $0 } ?? [:]
    if let stranger = find.keys.sorted().first(where: { !["exclude", "margin"].contains($0) }) {
      throw SettingsError(file: file, problem: "'find' has no key '\(stranger)'")
    }
    guard find["exclude"]?.isList != false, find["margin"]?.isList != true else {
      throw SettingsError(file: file, problem: Self.form)
    }
    var exclude: [Selection] = []
    for text in find["exclude"]?.words ?? [] {
      guard let selection = Selection(parsing: text) else {
        throw SettingsError(file: file, problem: "'\(text)' names no directive that Cinch knows")
      }
      guard selection.isPossible else {
        throw SettingsError(file: file, problem: "'\(text)' is not one of the restrictions of \(selection.directive)")
      }
      exclude.append(selection)
    }
    let margins = Margin.allCases.map(\.rawValue).joined(separator: ", ")
    if let word = find["margin"]?.words.first, Margin(rawValue: word) == nil {
      throw SettingsError(file: file, problem: "'\(word)' is no margin: there are \(margins)")
    }
    self.init(exclude: exclude, margin: find["margin"]?.words.first.flatMap(Margin.init))
  }

  private static let form =
    "it does not have the form of find: { exclude: [DIRECTIVE, DIRECTIVE=VALUE], margin: WORD }"

  /// What stands behind a key: a word, or a list of them.
  private struct Entry: Decodable {
    let words: [String]
    let isList: Bool

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let list = try? container.decode([String].self)
      isList = list != nil
      words = try list ?? [container.decode(String.self)]
    }
  }
}

/// Why settings cannot be used.
public struct SettingsError: Error, Hashable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// What is wrong with it, as a clause.
  public let problem: String

  /// One sentence that says what to do.
  public var description: String {
    "The settings in \(file) cannot be used (\(problem)): correct them or move them away."
  }
}
