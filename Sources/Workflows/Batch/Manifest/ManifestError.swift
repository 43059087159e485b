import Sandboxing

/// Why a manifest cannot be used. Nothing is started then.
public enum ManifestError: Error, Hashable {
  /// The file cannot be read.
  case unreadable(file: String, reason: String)
  /// The file is not YAML; `line` counts from 1.
  case malformed(file: String, line: Int?, problem: String)
  /// The file lists no services.
  case noServices(file: String)
  /// An entry lacks a key that it must have.
  case missing(file: String, entry: String, key: String)
  /// A key's value cannot be used; `entry` is nil for a key of the file itself.
  case invalid(file: String, entry: String?, key: String, problem: String)
}

extension ManifestError: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(file.terminalSafe) cannot be read (\(reason)): give a manifest, or a directory of manifests."
    case .malformed(let file, let line, let problem):
      "\(file.terminalSafe) is not valid YAML\(line.map { " in line \($0)" } ?? "") (\(problem.terminalSafe)): correct it."
    case .noServices(let file):
      "\(file.terminalSafe) lists no services: a manifest has a list 'services' with a name and a unit for each."
    case .missing(let file, let entry, let key):
      "\(file.terminalSafe), entry \(entry.terminalSafe): '\(key)' is missing; add it."
    case .invalid(let file, let entry, let key, let problem):
      "\(file.terminalSafe)\(entry.map { ", entry \($0.terminalSafe)" } ?? ""): '\(key.terminalSafe)' cannot be used: "
        + problem.terminalSafe.sentence
    }
  }
}

extension String {
  /// The text with one full stop at its end.
  fileprivate var sentence: String { hasSuffix(".") ? self : self + "." }
}
