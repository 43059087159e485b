import Foundation
import Yams

extension Profile {
  /// How large a file may be before it is not even looked at, in bytes.
  private static let sizeLimit = 8 << 20

  /// Reads a profile from a file and checks everything that Cinch would act on.
  ///
  /// - Throws: ``ProfileError``.
  public init(contentsOfFile file: String) throws(ProfileError) {
    let text: String
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      guard attributes[.type] as? FileAttributeType != .typeDirectory else { throw CocoaError(.fileReadUnknown) }
      guard (attributes[.size] as? Int ?? 0) <= Self.sizeLimit else {
        throw ProfileError.unreadable(file: file, reason: "larger than \(Self.sizeLimit >> 20) MiB")
      }
      text = try String(contentsOfFile: file, encoding: .utf8)
    } catch let error as ProfileError {
      throw error
    } catch {
      let exists = FileManager.default.fileExists(atPath: file)
      let isText = (error as? CocoaError)?.code != .fileReadInapplicableStringEncoding
      let reason = !exists ? "no such file" : isText ? "not a file that this user may read" : "not text"
      throw .unreadable(file: file, reason: reason)
    }
    try self.init(yaml: text, file: file)
  }

  /// Reads a profile from text.
  ///
  /// - Parameters:
  ///   - text: the YAML.
  ///   - file: what messages call it.
  /// - Throws: ``ProfileError``.
  public init(yaml text: String, file: String) throws(ProfileError) {
    let root: Node
    // It owns the anchors of its nodes, and with them the only trace of aliases.
    let parser: Parser
    do {
      parser = try Parser(yaml: text)
      guard let node = try parser.singleRoot() else { throw ProfileError.notAProfile(file: file) }
      root = node
    } catch let error as ProfileError {
      throw error
    } catch {
      throw ProfileError(yamlError: error, file: file)
    }
    try withExtendedLifetime(parser) { () throws(ProfileError) in try Self.checkFrame(root, file: file) }
    do {
      self = try YAMLDecoder().decode(Profile.self, from: root)
    } catch {
      throw ProfileError(decodingError: error, file: file)
    }
    try ProfileValidation(profile: self, file: file).check()
  }

  /// What has to hold before the content can mean anything: a mapping, a version we know, keys we know, no anchors.
  private static func checkFrame(_ root: Node, file: String) throws(ProfileError) {
    guard let mapping = root.mapping, let version = mapping[Key.cinch.rawValue] else { throw .notAProfile(file: file) }
    guard let number = version.int, number > 0 else {
      throw .invalid(file: file, key: Key.cinch.rawValue, problem: "it is the format's version, \(Self.version)")
    }
    guard number <= Self.version else { throw .newer(file: file, version: number) }
    for key in mapping.keys {
      let name = key.string ?? ""
      guard Key(rawValue: name) != nil else {
        throw .invalid(file: file, key: name, problem: "a profile has no such key")
      }
    }
    // An alias can make a short file mean billions of nodes; Cinch itself writes none.
    if root.hasAnchor {
      throw .invalid(file: file, key: "&", problem: "a profile has no anchors and aliases")
    }
  }
}

extension Node {
  /// Whether an anchor stands on this node or below. The walk ends at the first one, before any alias of it.
  fileprivate var hasAnchor: Bool {
    if anchor != nil { return true }
    return switch self {
    case .scalar: false
    case .alias: true
    case .sequence(let sequence): sequence.contains(where: \.hasAnchor)
    case .mapping(let mapping): mapping.contains { $0.key.hasAnchor || $0.value.hasAnchor }
    }
  }
}

extension ProfileError {
  fileprivate init(yamlError error: any Error, file: String) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self = .malformed(file: file, line: mark.line, problem: problem)
    case .reader(let problem, _, _, _):
      self = .malformed(file: file, line: nil, problem: problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.joined(separator: ", ")
      self = .malformed(file: file, line: context.mark.line, problem: "'\(names)' stands there twice")
    default:
      self = .malformed(file: file, line: nil, problem: "\(error)")
    }
  }

  fileprivate init(decodingError error: any Error, file: String) {
    func path(_ keys: [any CodingKey]) -> String {
      keys.reduce(into: "") { path, key in
        path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? key.stringValue : ".\(key.stringValue)")
      }
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context):
      self = .missing(file: file, key: path(context.codingPath + [key]))
    case .valueNotFound(_, let context):
      self = .invalid(file: file, key: path(context.codingPath), problem: "it has no value")
    case .typeMismatch(let type, let context):
      self = .invalid(file: file, key: path(context.codingPath), problem: "it is not \(Self.name(of: type))")
    case .dataCorrupted(let context):
      self = .invalid(file: file, key: path(context.codingPath), problem: context.debugDescription)
    default:
      self = .malformed(file: file, line: nil, problem: "\(error)")
    }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is Int.Type, is UInt64.Type: "a whole number"
    case is Decimal.Type: "a number"
    case is any Collection.Type: "a list"
    default: "what belongs there"
    }
  }
}
