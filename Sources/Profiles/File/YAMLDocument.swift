import Foundation
import Yams

/// A YAML file that people write or edit, as far as every such file is read alike.
public struct YAMLDocument {
  /// Why a file is none.
  public enum Failure: Error {
    /// The file cannot be read, for this reason.
    case unreadable(String)
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
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      guard attributes[.type] as? FileAttributeType != .typeDirectory else { throw CocoaError(.fileReadUnknown) }
      guard (attributes[.size] as? Int ?? 0) <= sizeLimit else {
        throw Failure.unreadable("larger than \(sizeLimit >> 20) MiB")
      }
      return try String(contentsOfFile: file, encoding: .utf8)
    } catch let failure as Failure {
      throw failure
    } catch {
      let exists = FileManager.default.fileExists(atPath: file)
      let isText = (error as? CocoaError)?.code != .fileReadInapplicableStringEncoding
      throw .unreadable(!exists ? "no such file" : isText ? "not a file that this user may read" : "not text")
    }
  }

  /// Reads the one document of a text.
  ///
  /// - Throws: ``Failure`` where it is not YAML.
  public init(_ text: String) throws(Failure) {
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
