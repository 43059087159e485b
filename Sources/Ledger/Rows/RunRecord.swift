import Foundation

/// What a run is about, as it is known before it begins.
public struct RunPlan: Hashable, Sendable {
  /// `find`, `check`, `apply`.
  public var verb: String
  /// The unit's name.
  public var unit: String
  /// The fingerprint of the question: two runs with one key would ask the same trials in the same order.
  public var key: String
  /// The options as given, JSON, for people and for resuming.
  public var options: String
  /// What it runs on.
  public var environment: RunEnvironment
  /// The seed of everything random in it.
  public var seed: UInt64

  /// A plan by its parts.
  public init(
    verb: String, unit: String, key: String, options: String = "{}", environment: RunEnvironment, seed: UInt64
  ) {
    self.verb = verb
    self.unit = unit
    self.key = key
    self.options = options
    self.environment = environment
    self.seed = seed
  }
}

/// How far a run has come.
public enum RunStatus: String, Hashable, Sendable, Codable, CaseIterable {
  /// It has begun, and nobody has said that it ended: it runs, or was killed.
  case running
  /// It was stopped and can be resumed.
  case interrupted
  /// It has its result.
  case finished
  /// It ended without one and would end so again.
  case failed

  /// Whether the run can go on from where it is.
  public var isResumable: Bool { self == .running || self == .interrupted }
}

/// One run as the ledger has it.
public struct RunRecord: Hashable, Sendable, Identifiable {
  /// Its number, counted over all runs of this ledger, from 1.
  public let id: Int64
  /// What it is about.
  public let plan: RunPlan
  /// How far it has come.
  public let status: RunStatus
  /// When it began.
  public let started: Date
  /// When it ended or was interrupted; nil while that has not been said.
  public let ended: Date?
  /// The profile it ended with, YAML; nil where it has none.
  public let profile: String?
  /// How many trials it has so far.
  public let trials: Int
}
