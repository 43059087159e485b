import Linux

/// Why there is no lab, or why something could not be done in one. Each says what to do.
public enum LabError: Error, Equatable, Codable, Sendable {
  /// The caller may not make namespaces and mounts.
  case notRoot
  /// The root to take is not a directory.
  case noSuchRoot(path: String)
  /// The root holds no systemd.
  case noSystemd(root: String)
  /// The root holds no D-Bus daemon, which the manager's bus needs.
  case noBus(root: String)
  /// The root's systemd is older than ``Lab/oldestSystemd``.
  case systemdTooOld(version: Int, root: String)
  /// The kernel has no overlay file system, or it refuses this root as a lower layer.
  case noOverlay(root: String, reason: String)
  /// A program of the host that labs are built with is missing.
  case missingProgram(name: String, package: String)
  /// As many labs and other users of inotify run as the kernel admits.
  case noWatches
  /// The kernel or the host refused a step of the building.
  case notBuilt(reason: String)
  /// The lab's systemd did not come up; `console` is the end of what it said.
  case notBooted(reason: String, console: String)
  /// The lab is no longer there.
  case gone
  /// A file of the lab could not be read or written.
  case file(operation: String, path: String, reason: String)
}

extension LabError: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .notRoot:
      "A lab needs root, for its namespaces and mounts: run this as root."
    case .noSuchRoot(let path):
      "'\(path)' is not a directory: give --lab-root a tree with an operating system in it."
    case .noSystemd(let root):
      "There is no systemd in '\(root)': install it there, or give --lab-root another tree."
    case .noBus(let root):
      "There is no D-Bus daemon in '\(root)': install the package dbus there, or give --lab-root another tree."
    case .systemdTooOld(let version, let root):
      "systemd \(version) in '\(root)' is too old for a lab: it takes \(Lab.oldestSystemd) or newer; use --host there."
    case .noOverlay(let root, let reason):
      """
      No copy-on-write view of '\(root)' (\(reason)): load the kernel module overlay, or give --lab-root a tree on \
      another file system.
      """
    case .missingProgram(let name, let package):
      "The program '\(name)' is missing: install the package \(package)."
    case .noWatches:
      """
      This machine has no inotify instances left for another lab: end some labs, or raise the kernel setting \
      fs.inotify.max_user_instances.
      """
    case .notBuilt(let reason):
      """
      The lab could not be built (\(reason)): check that this machine lets root make namespaces, mounts and control \
      groups.
      """
    case .notBooted(let reason, let console):
      "The lab's systemd did not come up (\(reason)); look into what it said: \(console.isEmpty ? "nothing" : console)"
    case .gone:
      "The lab has ended: start another one."
    case .file(let operation, let path, let reason):
      "Could not \(operation) '\(path)' in the lab: \(reason)."
    }
  }
}
