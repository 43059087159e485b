/// What happens to any service sooner or later, and is gone through on purpose beside its health check.
public enum RehearsalName: String, CaseIterable, Hashable, Sendable, Codable, CodingKeyRepresentable {
  /// A reload: every trial of a health check with `reload` has one.
  case reload
  /// Whatever it listened on without restrictions.
  case listeners
  /// The probes over ::1.
  case ipv6
  /// A start after a reboot.
  case reboot
  /// The rotation of its logs.
  case logrotate
  /// The death of one of its workers.
  case killedWorker = "killed-worker"
  /// The probes from an account that nobody knows.
  case otherAccount = "other-account"
  /// A start where none of the directories is that it made for itself.
  case freshStart = "fresh-start"

  /// What is done, as a phrase for a list of them.
  public var summary: String {
    self == .reload ? "a reload, and the probes again" : rehearsal?.summary ?? ""
  }

  /// Whether it goes with every trial, because it costs next to nothing; the others go with runs of a whole result.
  public var isOfEveryTrial: Bool { self == .reload || rehearsal?.isOfEveryTrial == true }

  /// Whether it only asks: nothing of it can hurt a service that people use.
  public var isHarmless: Bool { rehearsal?.isHarmless == true }

  /// Whether only root can do it, to a service of the system's manager.
  public var isRoots: Bool { rehearsal?.isRoots == true }

  /// Those that a word stands for: one by its name, every one by `all`; nil where it stands for none.
  public static func named(_ word: String) -> [RehearsalName]? {
    word == "all" ? allCases : RehearsalName(rawValue: word).map { [$0] }
  }

  /// Their names, for a message.
  public static var list: String { (allCases.map(\.rawValue) + ["all"]).joined(separator: ", ") }

  /// How it is gone through; nil where that is a part of the health check.
  var rehearsal: (any Rehearsal)? { Rehearsals.all.first { $0.name == self } }
}

/// Which rehearsals somebody asks for.
public struct RehearsalSelection: Hashable, Sendable, Codable {
  /// These and no others; nil for the usual ones.
  public var only: [RehearsalName]?
  /// Not these.
  public var without: [RehearsalName]

  /// A selection; without arguments, the usual ones.
  public init(only: [RehearsalName]? = nil, without: [RehearsalName] = []) {
    self.only = only
    self.without = without
  }

  /// None.
  public static let none = RehearsalSelection(only: [])

  /// Those that are gone through, in their order.
  ///
  /// - Parameters:
  ///   - usual: whether those that nobody asked for are, too.
  ///   - environment: where. On one that is not thrown away only those that cannot hurt are, and only on request.
  /// - Returns: their names.
  public func names(usual: Bool, on environment: some TrialEnvironment) -> [RehearsalName] {
    names(usual: usual, isDisposable: environment.isDisposable, isUsers: environment.scope.account != nil)
  }

  func names(usual: Bool, isDisposable: Bool, isUsers: Bool) -> [RehearsalName] {
    let asked = only ?? (usual && isDisposable ? RehearsalName.allCases : [])
    return RehearsalName.allCases.filter {
      asked.contains($0) && !without.contains($0) && (isDisposable || $0.isHarmless) && (!isUsers || !$0.isRoots)
    }
  }
}

/// What came of rehearsals in runs without restrictions: which hold, and what each has to bring under restrictions.
public struct Rehearsed: Hashable, Sendable, Codable {
  /// Of each that held, what it noted for later.
  public var notes: [RehearsalName: [String]]
  /// Of each that did not, why it is left out, as a phrase.
  public var leftOut: [RehearsalName: String]

  /// Nothing was rehearsed, unless said.
  public init(notes: [RehearsalName: [String]] = [:], leftOut: [RehearsalName: String] = [:]) {
    self.notes = notes
    self.leftOut = leftOut
  }

  /// Adds what came of another run: what differs from run to run is not relied on.
  public mutating func formUnion(_ other: Rehearsed) {
    leftOut.merge(other.leftOut) { first, _ in first }
    for (name, later) in other.notes {
      guard let earlier = notes[name] else {
        notes[name] = later
        continue
      }
      let common = earlier.filter(later.contains)
      notes[name] = common
      if common.isEmpty, !earlier.isEmpty { leftOut[name] = "it differs from run to run without any restriction" }
    }
    for name in leftOut.keys { notes[name] = nil }
  }
}
