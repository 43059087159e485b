import Glibc
import Linux
import Subprocess
import SystemPackage

/// What a lab is to stand on, examined before anything is started.
struct LabPreflight {
  /// The root as an absolute path without symbolic links.
  let root: String
  let layout: Lab.Layout
  /// The program for the lab's own processes, as an absolute path.
  let executable: String
  /// Whether the machine was booted with systemd (sd_booted(3)).
  let isBooted: Bool

  init(of configuration: Lab.Configuration) async throws(LabError) {
    guard geteuid() == 0 else { throw .notRoot }
    guard let root = Self.canonical(configuration.root), isDirectory(root) else {
      throw .noSuchRoot(path: configuration.root)
    }
    guard let executable = Self.canonical(configuration.executable) else {
      throw .missingProgram(name: configuration.executable, package: "cinch")
    }
    for program in Lab.neededPrograms where !exists(program.path) {
      throw .missingProgram(name: program.path, package: program.package)
    }
    guard Self.hasWatches else { throw .noWatches }
    let manager = Lab.managerPaths.first { exists(root + $0) }
    guard let manager else { throw .noSystemd(root: root) }
    guard ["/usr/bin/dbus-daemon", "/usr/bin/dbus-broker"].contains(where: { exists(root + $0) }) else {
      throw .noBus(root: root)
    }
    let version = try await Self.version(of: manager, in: root)
    if version < Lab.oldestSystemd { throw .systemdTooOld(version: version, root: root) }
    self.root = root
    self.executable = executable
    isBooted = exists("/run/systemd/system")
    do {
      layout = try configuration.layout ?? .fitting(systemd: version, hierarchies: ControlGroupHierarchy.read())
    } catch {
      throw .notBuilt(reason: "\(error)")
    }
  }

  /// Whether there are enough inotify instances for a lab's systemd and its bus, which would hang or end without a word
  /// where there are not.
  private static var hasWatches: Bool {
    let instances = (0..<watchesNeeded).map { _ in inotify_init1(CInt(IN_CLOEXEC)) }
    defer { for instance in instances where instance >= 0 { close(instance) } }
    return instances.allSatisfy { $0 >= 0 }
  }

  private static let watchesNeeded = 6

  private static func canonical(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Asks the tree's own systemd: `systemd 252 (252.39-1~deb12u2)`.
  private static func version(of manager: String, in root: String) async throws(LabError) -> Int {
    do {
      // A tree's programs may do anything.
      let result = try await run(
        .path(FilePath(Lab.timeout)),
        arguments: ["--signal=KILL", "\(answerSeconds)", Lab.chroot, root, manager, "--version"],
        output: .string(limit: 4096))
      if result.terminationStatus == .exited(Self.killed) || result.terminationStatus == .signaled(SIGKILL) {
        throw LabError.notBuilt(reason: "the systemd in '\(root)' did not say its version within \(answerSeconds) s")
      }
      if let version = version(from: result.standardOutput) { return version }
    } catch let error as LabError {
      throw error
    } catch {
      throw .notBuilt(reason: "\(error)")
    }
    throw .noSystemd(root: root)
  }

  private static let answerSeconds = 10
  /// What timeout(1) exits with where it had to send SIGKILL.
  private static let killed: Int32 = 137

  /// The major version: a pre-release calls itself `257~rc1`.
  static func version(from output: String) -> Int? {
    let words = output.split(whereSeparator: \.isWhitespace)
    return words.count > 1 && words[0] == "systemd" ? Int(words[1].prefix { $0.isNumber }) : nil
  }
}

extension Lab {
  static let chroot = "/usr/sbin/chroot"
  static let timeout = "/usr/bin/timeout"
  static let nsenter = "/usr/bin/nsenter"

  /// What of the host's programs a lab needs, and where they come from.
  static let neededPrograms = [
    (path: chroot, package: "coreutils"), (path: timeout, package: "coreutils"), (path: nsenter, package: "util-linux"),
  ]
}
