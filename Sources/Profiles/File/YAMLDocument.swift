import Foundation
import Yams

/// A YAML file that people write or edit, as far as every such file is read alike.
public struct YAMLDocument {
  /// Why a file is none.
  public enum Failure: Error {
    /// The file cannot be read, for this reason.
    case unreadable(String)
    /// An alias stands in it, in this line. One of an anchor can make a short file mean billions of nodes.
    case alias(line: Int)
    /// It is not YAML; lines count from 1.
    case malformed(line: Int?, problem: String)
  }

  /// What the file holds; nil where that is nothing.
  public let root: Node?
  /// Whether anything in it has an anchor. An alias of one can make a short file mean billions of nodes.
  public let hasAnchors: Bool

  /// How large a file may be before it is not even looked at, in bytes.
  private static let sizeLimit = 8 << 20

  /// Reads the text of a file.
  ///
  /// - Throws: ``Failure`` where it cannot be read or is too large.
  public static func text(of file: String) throws(Failure) -> String {
    let bytes: [UInt8]
    do {
      bytes = try BoundedFile.contents(of: file, limit: sizeLimit)
    } catch {
      throw .unreadable(error.reason)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable("not text in UTF-8") }
    return text
  }

  /// Reads the one document of a text.
  ///
  /// - Throws: ``Failure`` where it is not YAML.
  public init(_ text: String) throws(Failure) {
    try Self.refuseAliases(in: text)
    do {
      // It owns the anchors of its nodes, and with them the only trace of aliases.
      let parser = try Parser(yaml: text)
      let root = try parser.singleRoot()
      self.root = root
      hasAnchors = withExtendedLifetime(parser) { root?.hasAnchor ?? false }
    } catch {
      throw Failure(error)
    }
  }
}

extension YAMLDocument {
  /// Throws ``Failure/alias(line:)`` where an alias stands in the text, before anything that it means is put together:
  /// a parser compares the keys of a mapping, and with aliases of aliases in them that takes forever.
  ///
  /// A star is an alias only where the parser takes it for one. So each is given a name that no anchor can have: where
  /// the parser then misses that anchor, an alias stands; in any other place the star is only text.
  private static func refuseAliases(in text: String) throws(Failure) {
    guard text.contains("*") else { return }
    let nobody = "*\(String(UInt32.random(in: .min ... .max), radix: 36))-"
    do {
      _ = try Parser(yaml: text.replacingOccurrences(of: "*", with: nobody)).singleRoot()
    } catch YamlError.composer(_, "found undefined alias", let mark, _) {
      throw .alias(line: mark.line)
    } catch {
      // What else is wrong with it, the text itself shows better, and without aliases harmlessly.
    }
  }
}

extension YAMLDocument.Failure {
  fileprivate init(_ error: any Error) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self = .malformed(line: mark.line, problem: problem)
    case .reader(let problem, _, _, _):
      self = .malformed(line: nil, problem: problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.joined(separator: ", ")
      self = .malformed(line: context.mark.line, problem: "'\(names)' stands there twice")
    default:
      self = .malformed(line: nil, problem: "\(error)")
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
