import ArgumentParser
import Glibc
import Ledger
import Logging
import Workflows

/// The options that say where trials run.
struct PlaceOptions: ParsableArguments {
  /// Where trials run.
  enum Place: String, EnumerableFlag {
    /// In a disposable systemd of their own.
    case lab
    /// On this host, the original stopped meanwhile.
    case host

    static func help(for value: Place) -> ArgumentHelp? {
      switch value {
      case .lab: "Run trials in a disposable systemd (the default)."
      case .host: "Run trials on this host: the service is stopped meanwhile, and always started again."
      }
    }
  }

  @Flag(exclusivity: .exclusive)
  var place: Place?

  @OptionGroup var lab: LabOptions

  func validate() throws {
    guard place == .host, lab.labRoot != "/" || !lab.labAllow.isEmpty || lab.labLayout != nil else { return }
    throw ValidationError("--lab-root, --lab-allow and --lab-layout are for labs; leave them out with --host")
  }

  /// Makes sure that so many can have their turn there side by side.
  func validate(jobs: Int?) throws {
    guard chosen == .lab || jobs ?? 1 == 1 else {
      throw ValidationError("with --host only one trial can run at a time; leave --jobs out")
    }
  }

  /// The place asked for. A lab unless told otherwise, also on a host that runs systemd: production is stopped only when
  /// the user says so.
  var chosen: Place { place ?? .lab }

  /// What distinguishes verdicts found at such a place from those found elsewhere.
  var identity: String {
    switch chosen {
    case .lab: (["lab", lab.labRoot] + lab.labAllow.map { $0.rawValue }.sorted()).joined(separator: " ")
    case .host: "host"
    }
  }

  /// Takes the right to be the only run on a service in labs of the same root: labs get on with each other, but two runs
  /// that ask the same question would both go on with what an interrupted one has left in the ledger. Nil on a host, where
  /// the place itself takes it.
  ///
  /// - Throws: ``RunLockError``.
  func lock(_ service: ServiceReference, purpose: String) throws -> RunLock? {
    guard chosen == .lab else { return nil }
    let root = lab.labRoot == "/" ? "" : "lab\(lab.labRoot.replacing("/", with: "-"))-"
    return try RunLock(unit: root + service.lockName, in: StandardDirectories.system.runtime, purpose: purpose)
  }

  /// The places asked for.
  ///
  /// - Throws: ``ServiceError/notRoot``, ``MissingProgram``.
  func places(log: Logger) throws -> any Places {
    guard geteuid() == 0 else { throw ServiceError.notRoot }
    let act = try Programs.act()
    return switch chosen {
    case .lab: LabPlaces(lab.configuration, actProgram: act, log: log)
    case .host: HostPlaces(lockDirectory: StandardDirectories.system.runtime, actProgram: act, log: log)
    }
  }
}
