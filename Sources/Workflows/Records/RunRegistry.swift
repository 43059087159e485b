import Foundation
import Ledger
import Sandboxing
import Trials

/// Where a find is written down, and whether it may go on with one that was interrupted.
public struct RunRegistry: Sendable {
  /// What to do about an earlier attempt.
  public enum Mode: Sendable, Equatable {
    /// Go on with it where there is one.
    case automatic
    /// The same, and take the result of one that came to its end since this moment: whoever asked was stopped before it
    /// heard of that.
    case since(Date)
    /// Go on with it, and do nothing where there is none.
    case resume
    /// Leave it alone and begin anew.
    case fresh
  }

  private let ledger: Ledger
  private let place: String
  private let mode: Mode

  /// A registry.
  ///
  /// - Parameters:
  ///   - directory: the state directory, where the ledger is.
  ///   - place: what distinguishes verdicts found here from those found elsewhere, beyond the environment: `lab`, `host`.
  ///   - mode: what to do about an earlier attempt.
  /// - Throws: ``LedgerError``.
  public init(in directory: String, place: String, mode: Mode = .automatic) throws(LedgerError) {
    ledger = try Ledger(in: directory)
    self.place = place
    self.mode = mode
  }

  /// Opens the record of a find.
  ///
  /// - Throws: ``NothingToResume`` where it was asked for and there is none; ``LedgerError``.
  func recorder(of request: FindRequest, on unit: String, in environment: RunEnvironment) throws -> RunRecorder {
    let text = try Self.question(of: request, at: place)
    let plan = RunPlan(
      verb: request.verb, unit: unit, key: Fingerprint(of: [text]).description, options: SecretText.masked(text),
      environment: environment,
      seed: 0)
    if mode == .resume, try ledger.unfinished(like: plan) == nil { throw NothingToResume(unit: unit) }
    let moment: Date? = if case .since(let moment) = mode { moment } else { nil }
    return try RunRecorder(plan, in: ledger, resuming: mode != .fresh, orFinishedSince: moment)
  }

  /// All that decides which trials a find runs at a place and what comes of them, besides the environment, as JSON.
  public static func question(of request: FindRequest, at place: String) throws -> String {
    try StableJSON(Options(request, place: place)).text
  }

  /// The same of a check.
  public static func question(of request: CheckRequest, at place: String) throws -> String {
    try question(of: request.find, at: place)
  }

  /// All of a request that decides which trials are run and what comes of them. How many run side by side does not.
  ///
  /// Everything in it is encoded under names that are written down here or that profiles have: a type or a case that is
  /// renamed in the source does not make yesterday's run another one.
  private struct Options: Encodable {
    /// The unit, the unit file, or the words of a command line.
    let unit: String?
    let file: String?
    let command: [String]?
    let healthCheck: HealthCheck
    let strategy: String
    /// Missing where it is not, as in records of before it could be.
    let isStrict: Bool?
    let scope: Scope
    let trustsHealth: Bool
    /// Missing where it does not.
    let givesPaths: Bool?
    let margin: String
    /// Missing where they are the usual ones.
    let rehearsals: RehearsalSelection?
    let baselines: Int
    let confirmations: Int
    let form: String
    let expected: Sandbox
    let observed: Observation?
    let place: String

    init(_ request: FindRequest, place: String) {
      switch request.service {
      case .unit(let name): (unit, file, command) = (name, nil, nil)
      case .file(let path): (unit, file, command) = (nil, path, nil)
      case .command(let words): (unit, file, command) = (nil, nil, words)
      }
      healthCheck = request.check
      strategy = request.strategy.rawValue
      isStrict = request.isStrict ? true : nil
      scope = request.wholeScope
      trustsHealth = request.trustsHealth
      givesPaths = request.givesPaths ? true : nil
      margin = request.margin.rawValue
      rehearsals = request.rehearsals == RehearsalSelection() ? nil : request.rehearsals
      baselines = request.baselines
      confirmations = request.confirmations
      form =
        switch request.form {
        case .clone: "clone"
        case .line: "line"
        case .bare: "bare"
        case .installed: "installed"
        }
      expected = request.expected
      observed = request.observed
      self.place = place
    }
  }
}

/// A run that was to be resumed does not exist.
public struct NothingToResume: Error, Hashable, CustomStringConvertible {
  /// The unit.
  public let unit: String

  /// One sentence that says what to do.
  public var description: String {
    "No interrupted find of \(unit) asks this question on this system: start it without --resume."
  }
}
