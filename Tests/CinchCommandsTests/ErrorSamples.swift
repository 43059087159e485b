import Glibc
import Lab
import Ledger
import Linux
import Profiles
import Reports
import Sandboxing
import Search

@testable import CinchCommands
@testable import Recipes
@testable import Systemd
@testable import Trials
@testable import Workflows

/// One of every public error, by the name under which its module declares it.
struct ErrorSample {
  let name: String
  let error: any ExitStatusProviding

  init(_ name: String, _ error: any ExitStatusProviding) {
    self.name = name
    self.error = error
  }

  static let all =
    ledger + profiles + installation + lab + service + find
    + [
      ErrorSample("BusError", BusError(name: "org.example.Error.Odd", message: "Something is odd.", errno: EIO)),
      ErrorSample("BusError", BusError(name: "System.Error.13", message: "Permission denied", errno: EACCES)),
      ErrorSample("BusError", BusError.noManager("This machine's manager")),
      ErrorSample("DeadlineExceeded", DeadlineExceeded(what: "the job", limit: .seconds(5))),
      ErrorSample("SystemCallError", SystemCallError(call: "open", subject: "/etc/shadow", number: EACCES)),
      ErrorSample("UnitName.Invalid", invalid { try UnitName("a;b") }),
      ErrorSample("Probe.Invalid", invalid { try Probe(.tcp, "80") }),
      ErrorSample("ServiceReference.Invalid", invalid { try ServiceReference(parsing: "/no/such.service") }),
      ErrorSample("SystemdRunLauncher.Refused", SystemdRunLauncher.Refused(output: "Failed to start transient unit")),
      ErrorSample(
        "RecipeError", RecipeError(file: "/etc/cinch/recipes/x.yaml", key: "units", problem: "it is missing")),
      ErrorSample("UnknownRecipe", UnknownRecipe(name: "ngnix", known: ["nginx", "redis"])),
      ErrorSample("MissingPrograms", MissingPrograms(recipe: "nginx", programs: [("curl", "curl")])),
      ErrorSample("LeftoverError", LeftoverError(name: "helper.service")),
      ErrorSample("NoSuchForm", NoSuchForm(format: .junit, others: [.text, .json])),
    ]

  private static func failure(_ reason: String, _ cause: ApplyFailure.Cause) -> ApplyFailure {
    ApplyFailure(unit: "nginx.service", reason: reason, cause: cause)
  }

  private static let ledger = [
    ErrorSample("RunLockError.taken", RunLockError.taken(unit: "nginx.service", holder: "find, process 7")),
    ErrorSample("RunLockError.badName", RunLockError.badName("a/b")),
    ErrorSample("RunLockError.notPermitted", RunLockError.notPermitted(path: "/run/cinch")),
    ErrorSample("RunLockError.unusable", RunLockError.unusable(path: "/run/cinch", reason: "Not a directory")),
    ErrorSample("LedgerError.notPermitted", LedgerError.notPermitted(path: "/var/lib/cinch/ledger.db")),
    ErrorSample(
      "LedgerError.corrupted", LedgerError.corrupted(path: "/var/lib/cinch/ledger.db", detail: "no database")),
    ErrorSample("LedgerError.newer", LedgerError.newer(path: "/var/lib/cinch/ledger.db")),
    ErrorSample("LedgerError.full", LedgerError.full(path: "/var/lib/cinch/ledger.db")),
    ErrorSample("LedgerError.busy", LedgerError.busy(path: "/var/lib/cinch/ledger.db")),
    ErrorSample("LedgerError.noSuchRun", LedgerError.noSuchRun(7)),
    ErrorSample("LedgerError.unusable", LedgerError.unusable(path: "/var/lib/cinch/ledger.db", reason: "a folder")),
    ErrorSample("NothingToResume", NothingToResume(unit: "nginx.service")),
  ]

  private static let profiles = [
    ErrorSample(
      "ProfileError.unreadable", ProfileError.unreadable(file: "web.yaml", reason: "No such file or directory")),
    ErrorSample(
      "ProfileError.unreadable", ProfileError.unreadable(file: "nginx.service", reason: "no such file")),
    ErrorSample("ProfileError.malformed", ProfileError.malformed(file: "web.yaml", line: 3, problem: "no mapping")),
    ErrorSample("ProfileError.notAProfile", ProfileError.notAProfile(file: "web.yaml")),
    ErrorSample("ProfileError.newer", ProfileError.newer(file: "web.yaml", version: 99)),
    ErrorSample("ProfileError.missing", ProfileError.missing(file: "web.yaml", key: "kept")),
    ErrorSample("ProfileError.invalid", ProfileError.invalid(file: "web.yaml", key: "kept", problem: "is no list")),
    ErrorSample("YAMLDocument.Failure.unreadable", YAMLDocument.Failure.unreadable("not text in UTF-8")),
    ErrorSample("YAMLDocument.Failure.alias", YAMLDocument.Failure.alias(line: 3)),
    ErrorSample("YAMLDocument.Failure.malformed", YAMLDocument.Failure.malformed(line: 3, problem: "no mapping")),
    ErrorSample("ManifestError.unreadable", ManifestError.unreadable(file: "all.yaml", reason: "Is a directory")),
    ErrorSample("ManifestError.malformed", ManifestError.malformed(file: "all.yaml", line: nil, problem: "no mapping")),
    ErrorSample("ManifestError.noServices", ManifestError.noServices(file: "all.yaml")),
    ErrorSample("ManifestError.missing", ManifestError.missing(file: "all.yaml", entry: "web", key: "unit")),
    ErrorSample(
      "ManifestError.invalid",
      ManifestError.invalid(file: "all.yaml", entry: "web", key: "health", problem: "is no list")),
    ErrorSample("SettingsError", SettingsError(file: "/etc/cinch/cinch.yaml", problem: "no mapping")),
  ]

  private static let installation = [
    ErrorSample("ApplyFailure.failed", failure("health 1: the probe said unhealthy", .failed)),
    ErrorSample("ApplyFailure.inconclusive", failure("probe 1 said that it could not tell", .inconclusive)),
    ErrorSample("ApplyFailure.unknown", failure("no reason is known", .unknown)),
    ErrorSample("InstallationError.noSuchUnit", InstallationError.noSuchUnit("nginx.service")),
    ErrorSample("InstallationError.unusable", InstallationError.unusable(unit: "nginx.service", state: "masked")),
    ErrorSample("InstallationError.noGuard", InstallationError.noGuard(unit: "nginx.service", reason: "timeout")),
    ErrorSample("InstallationError.unconfirmed", InstallationError.unconfirmed(unit: "nginx.service")),
    ErrorSample("InstallationError.nothingToConfirm", InstallationError.nothingToConfirm(unit: "nginx.service")),
    ErrorSample("InstallationError.nothingToUndo", InstallationError.nothingToUndo(unit: "nginx.service")),
    ErrorSample("InstallationError.edited", InstallationError.edited(file: "/etc/systemd/system/60-cinch.conf")),
    ErrorSample(
      "InstallationError.leftToGuard", InstallationError.leftToGuard(unit: "nginx.service", reason: "timeout")),
    ErrorSample(
      "InstallationError.loosens", InstallationError.loosens(unit: "nginx.service", directives: ["ProtectHome"])),
    ErrorSample(
      "InstallationError.changesOwners",
      InstallationError.changesOwners(unit: "nginx.service", of: ["/var/log/nginx"], to: "www-data:www-data", number: 3)
    ),
    ErrorSample("InstallationError.damagedRecord", InstallationError.damagedRecord(file: "/var/lib/cinch/1")),
    ErrorSample("DiskError", DiskError(path: "/etc/systemd/system", code: EROFS)),
    ErrorSample("DiskError", DiskError(path: "/etc/systemd/system", code: EACCES)),
  ]

  private static let lab = [
    ErrorSample("LabError.notRoot", LabError.notRoot),
    ErrorSample("LabError.noSuchRoot", LabError.noSuchRoot(path: "/no/tree")),
    ErrorSample("LabError.noSystemd", LabError.noSystemd(root: "/")),
    ErrorSample("LabError.noBus", LabError.noBus(root: "/")),
    ErrorSample("LabError.systemdTooOld", LabError.systemdTooOld(version: 246, root: "/")),
    ErrorSample("LabError.noOverlay", LabError.noOverlay(root: "/", reason: "No such device")),
    ErrorSample("LabError.missingProgram", LabError.missingProgram(name: "ip", package: "iproute2")),
    ErrorSample("LabError.noWatches", LabError.noWatches),
    ErrorSample("LabError.notBuilt", LabError.notBuilt(reason: "mount: Operation not permitted")),
    ErrorSample("LabError.notBooted", LabError.notBooted(reason: "no answer", console: "Failed to mount")),
    ErrorSample("LabError.gone", LabError.gone),
    ErrorSample("LabError.file", LabError.file(operation: "write", path: "/etc/hosts", reason: "Is a directory")),
  ]

  private static let service = [
    ErrorSample("ServiceError.unknown", ServiceError.unknown("ngnix.service", similar: ["nginx.service"])),
    ErrorSample("ServiceError.masked", ServiceError.masked("nginx.service")),
    ErrorSample("ServiceError.notLoaded", ServiceError.notLoaded("nginx.service", "bad setting")),
    ErrorSample("ServiceError.outdated", ServiceError.outdated("nginx.service")),
    ErrorSample("ServiceError.notAService", ServiceError.notAService("nginx.socket")),
    ErrorSample("ServiceError.template", ServiceError.template("getty@.service")),
    ErrorSample("ServiceError.oneConnection", ServiceError.oneConnection("ssh@1.service", socket: "ssh.socket")),
    ErrorSample("ServiceError.noClone", ServiceError.noClone("nginx.service", reason: "Its name is bound.")),
    ErrorSample("ServiceError.onlyInLabs", ServiceError.onlyInLabs),
    ErrorSample("ServiceError.noGuard", ServiceError.noGuard("nginx.service")),
    ErrorSample("ServiceError.notRoot", ServiceError.notRoot),
    ErrorSample("ServiceError.noUser", ServiceError.noUser("nemo")),
    ErrorSample("ServiceError.noUserManager", ServiceError.noUserManager("alice", "failed")),
    ErrorSample("ServiceError.noManager", ServiceError.noManager("No such file or directory")),
    ErrorSample("ServiceError.noProgram", ServiceError.noProgram("curl", command: "curl -f http://127.0.0.1")),
    ErrorSample("ServiceError.noShell", ServiceError.noShell),
    ErrorSample("ServiceError.notSetUp", ServiceError.notSetUp("createdb x", "createdb: error\nno server")),
  ]

  private static let find = [
    ErrorSample("FindError.unhealthy", FindError.unhealthy(Evidence(phase: .start, reason: "it exited"))),
    ErrorSample("FindError.untestable", FindError.untestable("it has nothing to work on")),
    ErrorSample("FindError.notConfirmed", FindError.notConfirmed(Evidence(phase: .start, reason: "it exited"))),
    ErrorSample("FindError.mess", FindError.mess),
    ErrorSample("FindError.noSuchRestriction", FindError.noSuchRestriction("'SystemCallFilter=~x' names 'x'")),
    ErrorSample("FindError.changed", FindError.changed),
    ErrorSample("SearchError.tooFlaky", SearchError.tooFlaky(restarts: 3)),
    ErrorSample("CheckError.nothingToCheck", CheckError.nothingToCheck),
    ErrorSample("VerifyError.otherSystem", VerifyError.otherSystem(Restriction("ProtectHome", "yes"))),
  ]

  /// What a reading throws that has to fail.
  private static func invalid<Value>(_ read: () throws -> Value) -> any ExitStatusProviding {
    do {
      _ = try read()
    } catch let error as any ExitStatusProviding {
      return error
    } catch {}
    preconditionFailure("it was read")
  }
}
