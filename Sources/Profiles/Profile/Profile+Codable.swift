import Ledger
import Sandboxing
import Trials

// The keys of the file, in the order in which people read it: what it is about, what came out, why, and how.

extension Profile: Codable {
  /// The format's version: a reader refuses a file with a higher one.
  public static let version = 1

  enum Key: String, CodingKey, CaseIterable {
    case cinch, service, kept, rejected, withheld, notEnforced, notSupported, excluded, undecided, alreadySet, exposure,
      accepted, undone, margin, cannotMatter, recipe, healthCheck, rating, rehearsals, observed, allowedBack,
      environment, search, confirmed
  }

  /// Reads a profile's keys; only lists may be missing, and are empty then.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func list<Element: Decodable>(_ key: Key) throws -> [Element] {
      try container.decodeIfPresent([Element].self, forKey: key) ?? []
    }
    self.init(
      service: try container.decode(ProfiledService.self, forKey: .service),
      environment: try container.decode(RunEnvironment.self, forKey: .environment),
      healthCheck: try container.decode(HealthCheck.self, forKey: .healthCheck),
      kept: try container.decode(Sandbox.self, forKey: .kept),
      rejected: try list(.rejected), withheld: try list(.withheld), notEnforced: try list(.notEnforced),
      notSupported: try list(.notSupported),
      excluded: try list(.excluded), undecided: try list(.undecided), alreadySet: try list(.alreadySet),
      margin: try container.decodeIfPresent(Margin.self, forKey: .margin) ?? .none,
      cannotMatter: try list(.cannotMatter),
      observed: try container.decodeIfPresent(Observation.self, forKey: .observed) ?? Observation(),
      allowedBack: try container.decodeIfPresent(Observation.self, forKey: .allowedBack) ?? Observation(),
      exposure: try container.decodeIfPresent(Exposure.self, forKey: .exposure),
      search: try container.decode(SearchSummary.self, forKey: .search),
      confirmed: try container.decode(Confirmation.self, forKey: .confirmed))
    recipe = try container.decodeIfPresent(String.self, forKey: .recipe)
    accepted = try list(.accepted)
    undone = try list(.undone)
    rating = try container.decodeIfPresent(CheckRating.self, forKey: .rating)
    rehearsals = try container.decodeIfPresent(RehearsalSummary.self, forKey: .rehearsals)
  }

  /// Writes every key that has something to say, in the order of the file.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func write(_ list: [some Encodable], _ key: Key) throws {
      if !list.isEmpty { try container.encode(list, forKey: key) }
    }
    try container.encode(Self.version, forKey: .cinch)
    try container.encode(service, forKey: .service)
    try container.encode(kept, forKey: .kept)
    try write(rejected, .rejected)
    try write(withheld, .withheld)
    try write(notEnforced, .notEnforced)
    try write(notSupported, .notSupported)
    try write(excluded, .excluded)
    try write(undecided, .undecided)
    try write(alreadySet, .alreadySet)
    try container.encodeIfPresent(exposure, forKey: .exposure)
    try write(accepted, .accepted)
    try write(undone, .undone)
    if margin != .none { try container.encode(margin, forKey: .margin) }
    try write(cannotMatter, .cannotMatter)
    try container.encodeIfPresent(recipe, forKey: .recipe)
    try container.encode(healthCheck, forKey: .healthCheck)
    try container.encodeIfPresent(rating, forKey: .rating)
    try container.encodeIfPresent(rehearsals, forKey: .rehearsals)
    try container.encode(observed, forKey: .observed)
    if allowedBack != Observation() { try container.encode(allowedBack, forKey: .allowedBack) }
    try container.encode(environment, forKey: .environment)
    try container.encode(search, forKey: .search)
    try container.encode(confirmed, forKey: .confirmed)
  }
}
