/// A set of restrictions, in the order in which they were preferred.
public struct Sandbox: Hashable, Sendable, Codable {
  /// Each restriction once, in order of preference.
  public private(set) var restrictions: [Restriction]

  /// The sandbox that restricts nothing.
  public static let empty = Sandbox([])

  /// A sandbox of these restrictions; later repetitions are dropped.
  public init(_ restrictions: some Sequence<Restriction>) {
    var seen: Set<Restriction> = []
    self.restrictions = restrictions.filter { seen.insert($0).inserted }
  }

  /// Whether the restriction is one of this sandbox's own (a lower rung that is merely implied is not).
  public func contains(_ restriction: Restriction) -> Bool { restrictions.contains(restriction) }

  /// This sandbox and one restriction more.
  public func adding(_ restriction: Restriction) -> Sandbox { Sandbox(restrictions + [restriction]) }

  /// This sandbox without the restrictions of another.
  public func without(_ other: Sandbox) -> Sandbox {
    let left = Set(other.restrictions)
    return Sandbox(restrictions.filter { !left.contains($0) })
  }

  /// Reads a plain list of restrictions.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([Restriction].self))
  }

  /// Writes a plain list of restrictions.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(restrictions)
  }
}
