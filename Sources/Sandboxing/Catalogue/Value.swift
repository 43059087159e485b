/// What a directive is set to, apart from how that is written.
public enum Value: Hashable, Sendable {
  /// A single value, in the words of a unit file.
  case word(String)
  /// Only these.
  case allow([String])
  /// All but these.
  case deny([String])

  /// The members that are listed; none for a single value.
  var members: [String] {
    switch self {
    case .word: []
    case .allow(let members), .deny(let members): members
    }
  }

  /// Those of a universe that are allowed.
  func allowed(of universe: some Sequence<String>) -> Set<String> {
    switch self {
    case .word: Set(universe)
    case .allow(let members): Set(members)
    case .deny(let members): Set(universe).subtracting(members)
    }
  }
}
