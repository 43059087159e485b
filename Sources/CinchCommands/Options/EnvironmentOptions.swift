import ArgumentParser
import Foundation
import Glibc
import Lab
import Ledger
import Synchronization
import Trials

/// The options that say where trials run.
struct EnvironmentOptions: ParsableArguments {
  /// Where trials run.
  enum Kind: String, EnumerableFlag {
    /// In a disposable systemd of their own.
    case lab
    /// On this host, the original stopped meanwhile.
    case host

    static func help(for value: Kind) -> ArgumentHelp? {
      switch value {
      case .lab: "Run trials in a disposable systemd (the default)."
      case .host: "Run trials on this host: the service is stopped meanwhile, and always started again."
      }
    }
  }

  @Flag(exclusivity: .exclusive)
  var kind: Kind?

  @Flag(help: "Tell each step on standard error: of trials with their times, of the search with its reasons.")
  var verbose = false

  @OptionGroup var lab: LabOptions
  @OptionGroup var manager: ManagerOptions

  @Option(
    help: ArgumentHelp(
      "Whose services the lab has, with --user. (default: who called sudo, or else root)", valueName: "name"))
  var labUser: String?

  func validate() throws {
    guard manager.user || labUser == nil else {
      throw ValidationError("--lab-user says whose services --user means; add --user")
    }
    guard chosen != .lab, lab.isGiven || labUser != nil else { return }
    throw ValidationError("--lab-… options are for labs; leave them out with --\(chosen)")
  }

  /// Makes sure that so many can have their turn there side by side.
  func validate(jobs: Int?) throws {
    guard provider(actProgram: nil).isParallel || jobs ?? 1 == 1 else {
      throw ValidationError("with --\(chosen) only one trial can run at a time; leave --jobs out")
    }
  }

  /// What was asked for. A lab unless told otherwise, also on a host that runs systemd: production is stopped only when the
  /// user says so.
  var chosen: Kind { kind ?? .lab }

  /// What distinguishes verdicts found there from those found elsewhere.
  var identity: String { provider(actProgram: nil).identity }

  /// Takes the right to be the only run on a service there.
  ///
  /// - Throws: ``RunLockError``.
  func lock(_ service: ServiceReference, purpose: String) throws -> RunLock? {
    try provider(actProgram: nil).lock(service, in: directories.runtime, purpose: purpose)
  }

  /// Who opens environments for trials.
  ///
  /// - Throws: ``ServiceError/notRoot``, ``MissingProgram``.
  func provider() throws -> any EnvironmentProvider {
    guard CommandContext.current.isRoot || manager.user && chosen == .host else { throw ServiceError.notRoot }
    if verbose { StepLog.isOn.store(true, ordering: .relaxed) }
    return provider(actProgram: try Programs.act())
  }

  /// Who opens environments, with `cinch-act` at a path; nil where no trial is run.
  func provider(actProgram: String?) -> any EnvironmentProvider {
    switch chosen {
    case .lab: LabProvider(lab.configuration, actProgram: actProgram, user: manager.user ? userOfLab : nil)
    case .host:
      HostProvider(
        scope: manager.user ? directories.owner : .system, lockDirectory: directories.runtime, actProgram: actProgram)
    }
  }

  /// The user whose manager the lab has.
  private var userOfLab: String { labUser ?? ProcessInfo.processInfo.environment["SUDO_USER"] ?? "root" }

  /// Where configuration, state and locks are.
  var directories: StandardDirectories { manager.directories }
}

/// What kind of lab to use.
struct LabOptions: ParsableArguments {
  @Option(help: "The root whose copy-on-write view the lab gets.", completion: .directory)
  var labRoot = "/"

  @Option(help: ArgumentHelp("Let the lab act on this machine: \(Self.allowances). Repeatable.", valueName: "what"))
  var labAllow: [Lab.Allowance] = []

  @Option(
    help: ArgumentHelp("How control groups look in the lab, instead of what fits this machine.", valueName: "layout"))
  var labLayout: Lab.Layout?

  /// Whether anything of a lab was asked for.
  var isGiven: Bool { labRoot != "/" || !labAllow.isEmpty || labLayout != nil }

  private static var allowances: String { Lab.Allowance.allCases.map(\.rawValue).joined(separator: ", ") }

  /// The configuration that the options amount to.
  var configuration: Lab.Configuration {
    Lab.Configuration(root: labRoot, layout: labLayout, allow: Set(labAllow))
  }
}

extension Lab.Allowance: ExpressibleByArgument {}
extension Lab.Layout: ExpressibleByArgument {}
