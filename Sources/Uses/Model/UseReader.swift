import Sandboxing

/// One source of knowledge about what a service does beyond what its health check asks of it. A new source is one more of
/// these, and one line in ``UseReaders``.
public protocol UseReader: Sendable {
  /// What this source says of a service, each use with the phrase that says where that is known from.
  func uses(of service: ServiceFacts) -> [Use]
}

/// Every source there is.
public enum UseReaders {
  /// In the order in which they are asked: of several that know the same, the first is quoted.
  public static let all: [any UseReader] = [
    UnitReader(), BaselineReader(), PackageReader(), KindReader(), AccountsReader(), ProgramReader(),
  ]

  /// What all sources together say of a service; none of it twice.
  public static func uses(of service: ServiceFacts) -> [Use] {
    var known: Set<Use> = []
    let uses = all.flatMap { $0.uses(of: service) }
    return (uses + WriteAccess.uses(beside: uses, of: service)).filter {
      known.insert(Use($0.kind, $0.name)).inserted
    }
  }
}

extension Use {
  /// The use of each of some system calls.
  static func calls(_ names: some Sequence<String>, from source: String) -> [Use] {
    names.map { Use(.systemCall, $0, from: source) }
  }
}
