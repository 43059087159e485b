import ArgumentParser
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

  func validate() throws {
    guard chosen != .lab, lab.labRoot != "/" || !lab.labAllow.isEmpty || lab.labLayout != nil else { return }
    throw ValidationError("--lab-root, --lab-allow and --lab-layout are for labs; leave them out with --\(chosen)")
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
    try provider(actProgram: nil).lock(service, in: CommandContext.current.system.runtime, purpose: purpose)
  }

  /// Who opens environments for trials.
  ///
  /// - Throws: ``ServiceError/notRoot``, ``MissingProgram``.
  func provider() throws -> any EnvironmentProvider {
    guard CommandContext.current.isRoot else { throw ServiceError.notRoot }
    if verbose { StepLog.isOn.store(true, ordering: .relaxed) }
    return provider(actProgram: try Programs.act())
  }

  /// Who opens environments, with `cinch-act` at a path; nil where no trial is run.
  func provider(actProgram: String?) -> any EnvironmentProvider {
    switch chosen {
    case .lab: LabProvider(lab.configuration, actProgram: actProgram)
    case .host: HostProvider(lockDirectory: CommandContext.current.system.runtime, actProgram: actProgram)
    }
  }
}

/// What kind of lab to use.
struct LabOptions: ParsableArguments {
  @Option(help: "The root whose copy-on-write view the lab gets.")
  var labRoot = "/"

  @Option(help: ArgumentHelp("Let the lab act on this machine: \(Self.allowances). Repeatable.", valueName: "what"))
  var labAllow: [Lab.Allowance] = []

  @Option(
    help: ArgumentHelp("How control groups look in the lab, instead of what fits this machine.", valueName: "layout"))
  var labLayout: Lab.Layout?

  private static var allowances: String { Lab.Allowance.allCases.map(\.rawValue).joined(separator: ", ") }

  /// The configuration that the options amount to.
  var configuration: Lab.Configuration {
    Lab.Configuration(root: labRoot, layout: labLayout, allow: Set(labAllow))
  }
}

extension Lab.Allowance: ExpressibleByArgument {}
extension Lab.Layout: ExpressibleByArgument {}
