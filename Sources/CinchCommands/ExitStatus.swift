import Glibc
import Lab
import Ledger
import Linux
import Profiles
import Recipes
import Reports
import Search
import Systemd
import Trials
import Workflows

/// What a command's exit status says.
enum ExitStatus: Int32, CaseIterable {
  /// All went well.
  case ok = 0
  /// Something of the system's did not work.
  case failure = 1
  /// What held does not hold any more.
  case regression = 2
  /// There is no complete result yet; it can be resumed.
  case incomplete = 3
  /// The service is unhealthy even without restrictions.
  case unhealthy = 4
  /// The service cannot be tested.
  case untestable = 5
  /// The service changed during the run.
  case changed = 6
  /// The command line is wrong (sysexits.h, EX_USAGE).
  case usage = 64
  /// An error in Cinch itself (EX_SOFTWARE).
  case bug = 70
  /// Another run has the unit (EX_TEMPFAIL): try again later.
  case locked = 75
  /// This user may not do that (EX_NOPERM).
  case notPermitted = 77
}

/// An error that knows what it means for the process that ends with it.
protocol ExitStatusProviding: Error {
  var exitStatus: ExitStatus { get }
}

extension RunLockError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .taken: .locked
    case .badName: .usage
    case .notPermitted: .notPermitted
    case .unusable: .failure
    }
  }
}

extension LedgerError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .notPermitted: .notPermitted
    case .busy: .locked
    case .full: .incomplete
    case .noSuchRun: .usage
    case .corrupted, .newer, .unusable: .failure
    }
  }
}

extension LeftoverError: ExitStatusProviding {
  var exitStatus: ExitStatus { .failure }
}

extension ProfileError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .unreadable, .malformed, .notAProfile, .newer, .missing, .invalid: .usage
    }
  }
}

extension RecipeError: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension UnknownRecipe: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension MissingPrograms: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension ManifestError: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension InstallationError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .noSuchUnit, .unusable: .untestable
    case .unconfirmed, .nothingToConfirm, .nothingToUndo, .edited, .loosens, .changesOwners: .usage
    case .noGuard, .damagedRecord, .leftToGuard: .failure
    }
  }
}

extension DiskError: ExitStatusProviding {
  var exitStatus: ExitStatus { isPermission ? .notPermitted : .failure }
}

extension UnitName.Invalid: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension LabError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .notRoot: .notPermitted
    case .noSuchRoot: .usage
    case .noSystemd, .noBus, .systemdTooOld, .noOverlay, .missingProgram, .noWatches, .notBuilt, .notBooted, .gone,
      .file:
      .failure
    }
  }
}

extension ServiceError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .unknown, .masked, .notLoaded, .outdated, .notAService, .template, .oneConnection, .noClone, .noGuard,
      .notSetUp:
      .untestable
    case .onlyInLabs, .noProgram, .noShell, .noUser: .usage
    case .notRoot: .notPermitted
    case .noManager, .noUserManager: .failure
    }
  }
}

extension BusError: ExitStatusProviding {
  var exitStatus: ExitStatus { errno == EACCES || errno == EPERM ? .notPermitted : .failure }
}

extension ApplyFailure: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch cause {
    case .failed: .regression
    case .inconclusive: .incomplete
    case .unknown: .bug
    }
  }
}

extension NoSuchForm: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension MissingProgram: ExitStatusProviding {
  var exitStatus: ExitStatus { .failure }
}

extension FindError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .noSuchRestriction: .usage
    case .unhealthy: .unhealthy
    case .untestable, .mess: .untestable
    case .notConfirmed: .incomplete
    case .changed: .changed
    }
  }
}

extension SearchError: ExitStatusProviding {
  var exitStatus: ExitStatus {
    switch self {
    case .tooFlaky: .incomplete
    }
  }
}

extension CheckError: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension VerifyError: ExitStatusProviding {
  var exitStatus: ExitStatus { .untestable }
}

extension SettingsError: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension NothingToResume: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension ServiceReference.Invalid: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension DeadlineExceeded: ExitStatusProviding {
  var exitStatus: ExitStatus { .failure }
}

extension SystemCallError: ExitStatusProviding {
  var exitStatus: ExitStatus { .failure }
}

extension SystemdRunLauncher.Refused: ExitStatusProviding {
  var exitStatus: ExitStatus { .failure }
}

extension Probe.Invalid: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension YAMLDocument.Failure: ExitStatusProviding {
  var exitStatus: ExitStatus { .usage }
}

extension ExitStatus {
  /// What the status says, one sentence.
  var meaning: String {
    switch self {
    case .ok: "Done."
    case .failure: "Something went wrong; the message says what."
    case .regression: "Regression: what held does not hold any more."
    case .incomplete: "Incomplete or flaky; can be resumed."
    case .unhealthy: "The service is unhealthy without any restriction."
    case .untestable: "The service cannot be tested."
    case .changed: "The service changed during the run."
    case .usage: "Wrong usage."
    case .bug: "A defect of Cinch."
    case .locked: "Another run holds this service."
    case .notPermitted: "Not permitted."
    }
  }
}
