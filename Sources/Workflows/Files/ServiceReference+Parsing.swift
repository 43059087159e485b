import Sandboxing
import Foundation
import Systemd
import Trials

extension ServiceReference {
  /// Why a text names no service.
  public struct Invalid: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence that says what to write instead.
    public let description: String
  }

  /// Reads a unit's name, or, with a slash in it, which no unit's name has, a unit file's path.
  ///
  /// - Parameters:
  ///   - text: what the user wrote.
  ///   - directory: where relative paths begin; nil for this process's own directory.
  /// - Throws: ``Invalid``.
  public init(parsing text: String, in directory: String? = nil) throws(Invalid) {
    guard text.contains("/") else {
      self = .unit(try Self.name(text))
      return
    }
    let path = directory.map { text.hasPrefix("/") ? text : "\($0)/\(text)" } ?? text
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw Invalid(
        description:
          "there is no unit file \(path.terminalSafe) that can be read; give a unit's name or another path")
    }
    self = .file(path: path)
    guard let unit, unit.hasSuffix(".service") else {
      throw Invalid(
        description: "\(path.terminalSafe) is not a service's unit file; its name has to end in .service")
    }
    _ = try Self.name(unit)
  }

  /// The name of a unit that can run.
  private static func name(_ text: String) throws(Invalid) -> String {
    let name: UnitName
    do {
      name = try UnitName(text)
    } catch {
      throw Invalid(description: error.description)
    }
    guard !name.isTemplate else {
      throw Invalid(
        description: "\(name) is a template; name an instance of it: \(name.prefix)@INSTANCE.\(name.type)")
    }
    return name.description
  }
}
