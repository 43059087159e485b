/// Why a file cannot serve as a profile. The file is never changed by reading it.
public enum ProfileError: Error, Hashable {
  /// The file cannot be read.
  case unreadable(file: String, reason: String)
  /// The file is not YAML; `line` counts from 1.
  case malformed(file: String, line: Int?, problem: String)
  /// The file is YAML, but does not begin as a profile does.
  case notAProfile(file: String)
  /// A newer Cinch wrote it.
  case newer(file: String, version: Int)
  /// A key is missing.
  case missing(file: String, key: String)
  /// A key's value cannot be used.
  case invalid(file: String, key: String, problem: String)
}

extension ProfileError: CustomStringConvertible {
  /// Whether somebody may have meant a unit: a file of a profile has another ending, or is in a folder.
  private static func isNameOfUnit(_ file: String) -> Bool {
    !file.isEmpty && !file.contains("/") && (!file.contains(".") || file.hasSuffix(".service"))
  }

  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason) where Self.isNameOfUnit(file):
      "\(file) cannot be read (\(reason)): a unit's name does not do; give its profile, which"
        + " 'cinch find \(file) --profile FILE' writes."
    case .unreadable(let file, let reason):
      "\(file) cannot be read (\(reason)): give the path of a profile that cinch find wrote."
    case .malformed(let file, let line, let problem):
      "\(file) is not valid YAML\(line.map { " in line \($0)" } ?? "") (\(problem)): correct it or write it anew with"
        + " cinch find --profile."
    case .notAProfile(let file):
      "\(file) is not a Cinch profile: a profile has 'cinch: \(Profile.version)' at its top."
    case .newer(let file, let version):
      "\(file) has format \(version), of a newer Cinch: use that version, or write it anew with cinch find --profile."
    case .missing(let file, let key):
      "\(file) has no '\(key)': add it or write the profile anew with cinch find --profile."
    case .invalid(let file, let key, let problem):
      "\(file) has a '\(key)' that cannot be used: \(problem)."
    }
  }
}
