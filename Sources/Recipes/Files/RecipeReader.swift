import Foundation
import Profiles
import Trials
import Yams

extension Recipe {
  /// Reads a recipe from a file, whose name it has.
  ///
  /// - Throws: ``RecipeError``.
  public init(contentsOfFile file: String) throws(RecipeError) {
    do {
      try self.init(yaml: try YAMLDocument.text(of: file), file: file)
    } catch let error as RecipeError {
      throw error
    } catch YAMLDocument.Failure.unreadable(let reason) {
      throw RecipeError(file: file, key: nil, problem: reason)
    } catch {
      throw RecipeError(file: file, key: nil, problem: "\(error)")
    }
  }

  /// Reads a recipe from text.
  ///
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: the path that it is from, which ends in its name and `.yaml`.
  /// - Throws: ``RecipeError``.
  public init(yaml text: String, file: String) throws(RecipeError) {
    let reader = try RecipeReader(text, file: file)
    let name = try reader.word("name")
    let base = (file as NSString).lastPathComponent
    guard base == "\(name).yaml" else {
      throw RecipeError(file: file, key: "name", problem: "'\(name)' is not what the file is called")
    }
    self.init(
      name: name, units: try reader.words("units", atLeast: 1), packages: try reader.words("packages"),
      listeners: try reader.listeners(), files: try reader.files(),
      needs: try reader.pairs("needs").map { (program: $0.key, package: $0.value) }, health: try reader.health(),
      file: file, text: text)
    guard !health.check.probes.isEmpty else {
      throw RecipeError(file: file, key: "probes", problem: "it asks nothing")
    }
    let names = listeners.map(\.name) + files.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw RecipeError(file: file, key: "files", problem: "'\(twice)' is the name of a listener already")
    }
  }
}

/// The keys of one file.
private struct RecipeReader {
  let file: String
  private var own: [String: Node] = [:]
  private var ofHealth: [(Node, Node)] = []

  private static let keys: Set = ["name", "units", "packages", "listeners", "files", "needs"]

  init(_ text: String, file: String) throws(RecipeError) {
    self.file = file
    let document: YAMLDocument
    do {
      document = try YAMLDocument(text)
    } catch {
      throw RecipeError(error, file: file)
    }
    guard let mapping = document.root?.mapping, !document.hasAnchors else {
      throw RecipeError(file: file, key: nil, problem: "it is not a mapping of keys")
    }
    for (key, value) in mapping {
      let name = key.string ?? ""
      if Self.keys.contains(name) {
        own[name] = value
      } else if HealthSettings.Key(rawValue: name) != nil {
        ofHealth.append((key, value))
      } else {
        throw RecipeError(file: file, key: name, problem: "a recipe has no such key")
      }
    }
  }

  func word(_ key: String) throws(RecipeError) -> String {
    guard let node = own[key] else { throw RecipeError(file: file, key: key, problem: "it is missing") }
    return try text(node, key)
  }

  func words(_ key: String, atLeast count: Int = 0) throws(RecipeError) -> [String] {
    guard let node = own[key] else {
      if count == 0 { return [] }
      throw RecipeError(file: file, key: key, problem: "it is missing")
    }
    guard let sequence = node.sequence, sequence.count >= count else {
      throw RecipeError(file: file, key: key, problem: "it is not a list of texts")
    }
    var words: [String] = []
    for element in sequence { words.append(try text(element, key)) }
    return words
  }

  func pairs(_ key: String) throws(RecipeError) -> [(key: String, value: String)] {
    guard let node = own[key] else { return [] }
    guard let mapping = node.mapping else {
      throw RecipeError(file: file, key: key, problem: "it is not a mapping")
    }
    var pairs: [(key: String, value: String)] = []
    for (name, value) in mapping { pairs.append((try text(name, key), try text(value, key))) }
    return pairs
  }

  func listeners() throws(RecipeError) -> [(name: String, place: Listener)] {
    var listeners: [(name: String, place: Listener)] = []
    for (name, text) in try pairs("listeners") {
      guard let place = Listener(parsing: text) else {
        throw RecipeError(
          file: file, key: "listeners.\(name)", problem: "'\(text)' is not tcp:PORT, udp:PORT or unix:PATH")
      }
      listeners.append((try variable(name, "listeners"), place))
    }
    return listeners
  }

  func files() throws(RecipeError) -> [(name: String, path: String)] {
    var files: [(name: String, path: String)] = []
    for (name, path) in try pairs("files") {
      guard path.hasPrefix("/") else {
        throw RecipeError(file: file, key: "files.\(name)", problem: "'\(path)' is not an absolute path")
      }
      files.append((try variable(name, "files"), path))
    }
    return files
  }

  func health() throws(RecipeError) -> HealthSettings {
    do {
      return try YAMLDecoder().decode(HealthSettings.self, from: Node(ofHealth))
    } catch let error as DecodingError {
      throw RecipeError(file: file, key: error.path.joined(separator: "."), problem: error.problem)
    } catch {
      throw RecipeError(file: file, key: "probes", problem: "\(error)")
    }
  }

  /// A name that a shell takes for that of a variable.
  private func variable(_ name: String, _ key: String) throws(RecipeError) -> String {
    guard name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil else {
      throw RecipeError(file: file, key: "\(key).\(name)", problem: "a name is made of small letters, digits and _")
    }
    return name
  }

  private func text(_ node: Node, _ key: String) throws(RecipeError) -> String {
    guard node.scalar != nil, node.null == nil, let text = node.string, !text.isEmpty else {
      throw RecipeError(file: file, key: key, problem: "it is not a text")
    }
    return text
  }
}

extension RecipeError {
  fileprivate init(_ failure: YAMLDocument.Failure, file: String) {
    switch failure {
    case .malformed(let line, let problem): self.init(file: file, key: line.map { "line \($0)" }, problem: problem)
    case .alias(let line): self.init(file: file, key: "line \(line)", problem: "a recipe has no aliases")
    case .unreadable(let reason): self.init(file: file, key: nil, problem: reason)
    }
  }
}
