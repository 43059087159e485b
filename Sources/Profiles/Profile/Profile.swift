import Foundation
import Ledger
import Sandboxing
import Trials

/// The saved result for one service: a file that people read, edit and commit.
public struct Profile: Hashable, Sendable {
  /// What was tightened.
  public var service: ProfiledService
  /// What it was found on.
  public var environment: RunEnvironment
  /// What "works" meant.
  public var healthCheck: HealthCheck
  /// The recipe that it is from, with what it found of the service filled in; nil where somebody wrote it.
  public var recipe: String?
  /// How much of what the service is known to use it would notice the loss of; nil where nobody asked.
  public var rating: CheckRating?
  /// What was rehearsed beside it; nil where nothing was.
  public var rehearsals: RehearsalSummary?
  /// The sandbox under which the service passed, in order of preference.
  public var kept: Sandbox
  /// What the service does not work with, each with its proof.
  public var rejected: [Rejection]
  /// What passed and is not kept, because the service was seen to use what it denies.
  public var withheld: [Withheld]
  /// What was accepted but denies nothing here; the reason is what this system lacks for it, where that is known.
  public var notEnforced: [Remark]
  /// What this system cannot have.
  public var notSupported: [Remark]
  /// What was left out on somebody's request; the reason says on whose.
  public var excluded: [Remark]
  /// Of which no trial could tell.
  public var undecided: [Restriction]
  /// What the unit had by itself.
  public var alreadySet: [Restriction]
  /// How far the sandbox stays away from what the service may do on another day.
  public var margin: Margin
  /// What is kept and takes nothing from the service that it could do anyway; the reason says why. All else that is kept was
  /// seen unused.
  public var cannotMatter: [Remark]
  /// What the service used while nothing restricted it.
  public var observed: Observation
  /// What it is known to use besides: lists that take everything else away allow it as well.
  public var allowedBack: Observation
  /// What `systemd-analyze security` says of the service without and with the sandbox; nil where it was not asked.
  public var exposure: Exposure?
  /// What it leaves open and somebody answers for.
  public var accepted: [Waiver] = []
  /// Settings of the unit or the sandbox that others undo; nothing in profiles of before they were looked for.
  public var undone: [LintFinding] = []
  /// How it was found.
  public var search: SearchSummary
  /// How the sandbox did as a whole.
  public var confirmed: Confirmation

  /// A profile by its parts.
  public init(
    service: ProfiledService, environment: RunEnvironment, healthCheck: HealthCheck, kept: Sandbox,
    rejected: [Rejection] = [], withheld: [Withheld] = [], notEnforced: [Remark] = [], notSupported: [Remark] = [],
    excluded: [Remark] = [], undecided: [Restriction] = [], alreadySet: [Restriction] = [],
    margin: Margin = .none, cannotMatter: [Remark] = [], observed: Observation = Observation(),
    allowedBack: Observation = Observation(), exposure: Exposure? = nil, search: SearchSummary,
    confirmed: Confirmation
  ) {
    self.service = service
    self.environment = environment
    self.healthCheck = healthCheck
    self.kept = kept
    self.rejected = rejected
    self.withheld = withheld
    self.notEnforced = notEnforced
    self.notSupported = notSupported
    self.excluded = excluded
    self.undecided = undecided
    self.alreadySet = alreadySet
    self.margin = margin
    self.cannotMatter = cannotMatter
    self.observed = observed
    self.allowedBack = allowedBack
    self.exposure = exposure
    self.search = search
    self.confirmed = confirmed
  }
}

extension Profile {
  /// What lists allow in the form in which the sandbox is installed.
  public var installedObservation: Observation { observed.adding(allowedBack) }
}

/// The service that a profile is about.
public struct ProfiledService: Hashable, Sendable, Codable {
  /// The unit's name.
  public var unit: String
  /// The unit's `Type=`: `simple`, `notify`, `oneshot`.
  public var kind: String
  /// The unit file that it was loaded from, where the user named a file instead of a unit.
  public var file: String?
  /// The command line that it was made of, where the user gave one instead of a unit.
  public var command: [String]?

  /// A service by its parts.
  public init(unit: String, kind: String, file: String? = nil, command: [String]? = nil) {
    self.unit = unit
    self.kind = kind
    self.file = file
    self.command = command
  }
}

/// A restriction that is neither kept nor rejected, and why.
public struct Remark: Hashable, Sendable, Codable {
  /// The restriction.
  public var restriction: Restriction
  /// Why, as a phrase: `needs systemd 257`.
  public var reason: String

  /// A remark on a restriction.
  public init(_ restriction: Restriction, _ reason: String) {
    self.restriction = restriction
    self.reason = reason
  }
}

/// The figure of `systemd-analyze security`, from 0 (safe) to 10 (unsafe), with one decimal.
public struct Exposure: Hashable, Sendable, Codable {
  /// Of the unit as it was.
  public var before: Decimal
  /// Of the unit under the sandbox.
  public var after: Decimal

  /// What it would be with each margin, by its name; nil where nobody asked.
  public var margins: [String: Decimal]?
  /// What of it was seen to be enforced; nil where nobody looked.
  public var witnessed: WitnessedExposure?

  /// The figures, in tenths.
  public init(tenthsBefore: Int, tenthsAfter: Int, margins: [Margin: Int] = [:]) {
    before = Decimal(tenthsBefore) / 10
    after = Decimal(tenthsAfter) / 10
    let pairs = margins.map { ($0.key.rawValue, Decimal($0.value) / 10) }
    self.margins = margins.isEmpty ? nil : Dictionary(uniqueKeysWithValues: pairs)
  }
}

/// What a whole sandbox was seen to deny, in one run of everything that the catalogue knows to try.
public struct WitnessedExposure: Hashable, Sendable, Codable {
  /// From 0, where all is denied, to 10, by the weights of what is not.
  public var figure: Decimal
  /// How many acts are possible here without the sandbox.
  public var acts: Int
  /// How many of them it denies.
  public var denied: Int
  /// Those that it does not, as `cinch-act` takes them.
  public var open: [String]
  /// The figure without what the profile accepts (``Waiver``); nil where it accepts nothing of that.
  public var unaccepted: Decimal?

  /// What was seen; the figures in tenths.
  public init(tenths: Int, denied: Int, open: [String], unacceptedTenths: Int? = nil) {
    figure = Decimal(tenths) / 10
    unaccepted = unacceptedTenths.map { Decimal($0) / 10 }
    acts = denied + open.count
    self.denied = denied
    self.open = open
  }
}

/// How a sandbox was found, and what that cost.
public struct SearchSummary: Hashable, Sendable, Codable {
  /// `adaptive` or `linear`.
  public var strategy: String
  /// The seed of everything random in the run.
  public var seed: UInt64
  /// How many trials were run, baseline and controls included.
  public var trials: Int
  /// How many times trials were run side by side; nil where nobody counted.
  public var rounds: Int?
  /// How many seconds the run took.
  public var seconds: Int
  /// Why trials ran on the unit itself with a drop-in, where a clone would have done otherwise; one sentence.
  public var onUnit: String?

  /// A summary by its parts.
  public init(
    strategy: String, seed: UInt64, trials: Int, rounds: Int? = nil, seconds: Int, onUnit: String? = nil
  ) {
    self.strategy = strategy
    self.seed = seed
    self.trials = trials
    self.rounds = rounds
    self.seconds = seconds
    self.onUnit = onUnit
  }
}

/// How often the whole kept sandbox was run, beyond the proofs of what it leaves out.
public struct Confirmation: Hashable, Sendable, Codable {
  /// In which form it was run: `drop-in` is the form in which it is installed.
  public var form: String
  /// How often it passed.
  public var passes: Int
  /// How often it did not.
  public var failures: Int

  /// A confirmation by its parts.
  public init(form: String, passes: Int, failures: Int = 0) {
    self.form = form
    self.passes = passes
    self.failures = failures
  }
}

/// How far a sandbox stays away from what its service may do on another day than that of its health check.
public enum Margin: String, Hashable, Sendable, Codable, CaseIterable {
  /// Just what the health check passes with.
  case none
  /// All of it but what denies something that the service is known to do, from whatever source, or that goes together with
  /// that.
  case usual
  /// Only what cannot matter to it, and what the health check was seen to ask for and to pass with.
  case wide
}
