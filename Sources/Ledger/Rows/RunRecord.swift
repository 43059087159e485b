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

/// All that a verdict depends on besides the sandbox: with another one of these, yesterday's trials prove nothing.
public struct RunEnvironment: Hashable, Sendable, Codable {
  /// The manager's version as it names itself: `252.39-1~deb12u1`.
  public var systemd: String
  /// The kernel's release, as uname(2) has it.
  public var kernel: String
  /// The C library that the service's root has, with its version: `glibc 2.36`.
  public var libc: String
  /// The package that the service's binary comes from, with its version; nil where no package owns it.
  public var package: String?
  /// The fingerprint of the service's binary; nil where it cannot be read.
  public var binary: String?
  /// The fingerprint of the unit file and its drop-ins.
  public var unit: String

  /// An environment by its parts.
  public init(
    systemd: String, kernel: String, libc: String, package: String? = nil, binary: String? = nil, unit: String
  ) {
    self.systemd = systemd
    self.kernel = kernel
    self.libc = libc
    self.package = package
    self.binary = binary
    self.unit = unit
  }
}
