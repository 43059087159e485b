import Profiles
import Sandboxing

/// What came of a directive for a service.
public enum FleetState: String, CaseIterable, Sendable {
  /// All of its restrictions that were tried are kept.
  case kept
  /// Some are kept.
  case partly
  /// None is, since the service does not work with them.
  case rejected
  /// None is, since the service is known to use what they deny.
  case withheld
  /// The unit has it by itself.
  case alreadySet
  /// It was left out on request.
  case excluded
  /// It does nothing on that system, or cannot be had there.
  case unavailable
  /// Nothing is known of it.
  case none
  /// Not the same on all hosts.
  case differs

  /// What came of each directive of which a profile says anything.
  static func all(in digest: ProfileDigest) -> [String: FleetState] {
    func names(_ restrictions: some Sequence<Restriction>) -> Set<String> { Set(restrictions.map(\.directive)) }
    let kept = names(digest.kept)
    let rejected = names(digest.rejected.map(\.restriction))
    let withheld = names(digest.withheld.map(\.restriction))
    var states: [String: FleetState] = [:]
    for name in names(digest.unavailable.map(\.restriction)) { states[name] = .unavailable }
    for name in names(digest.excluded.map(\.restriction)) { states[name] = .excluded }
    for name in names(digest.alreadySet) { states[name] = .alreadySet }
    for name in withheld { states[name] = .withheld }
    for name in rejected { states[name] = .rejected }
    for name in kept { states[name] = rejected.contains(name) || withheld.contains(name) ? .partly : .kept }
    return states
  }

  /// One letter, for the data of a page.
  var letter: Character {
    switch self {
    case .kept: "k"
    case .partly: "p"
    case .rejected: "r"
    case .withheld: "w"
    case .alreadySet: "s"
    case .excluded: "x"
    case .unavailable: "u"
    case .none: "-"
    case .differs: "d"
    }
  }

  /// What it means, as a phrase.
  var meaning: String {
    switch self {
    case .kept: "kept"
    case .partly: "partly kept"
    case .rejected: "the service needs what it denies"
    case .withheld: "withheld: known to be used"
    case .alreadySet: "the unit has it by itself"
    case .excluded: "left out on request"
    case .unavailable: "not to be had there"
    case .none: "not tried"
    case .differs: "hosts differ"
    }
  }
}
