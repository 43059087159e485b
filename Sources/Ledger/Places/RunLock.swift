import Foundation

/// The right to be the only run on a unit, held from `init` until the value is released or the process is gone.
///
/// It is an flock(2) on a file that stays: the kernel gives it back however the process ends, and no one has to guess
/// whether a file that was left behind still means something.
public final class RunLock: Sendable {
  /// The file.
  public let path: String
  private let descriptor: Int32

  /// Takes the lock of a unit.
  ///
  /// - Parameters:
  ///   - unit: the unit's name, which becomes the file's: `nginx.service.lock`.
  ///   - directory: where locks live, made where it is missing: `/run/cinch`.
  ///   - purpose: what the holder does, for whoever finds the lock taken: `find`.
  /// - Throws: `RunLockError`; `.taken` where another run has it.
  public init(unit: String, in directory: String, purpose: String) throws(RunLockError) {
    guard !unit.isEmpty, !unit.hasPrefix("."), unit.allSatisfy({ $0 != "/" && $0 != "\0" }) else {
      throw .badName(unit)
    }
    do {
      try PrivateDirectory.make(at: directory)
    } catch {
      throw error.code == 0
        ? RunLockError.unusable(path: directory, reason: error.reason) : RunLockError(code: error.code, path: directory)
    }
    path = "\(directory)/\(Self.fileName(for: unit))"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw RunLockError(code: errno, path: path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      let holder = Self.contents(of: descriptor)
      close(descriptor)
      if reason == EWOULDBLOCK { throw .taken(unit: unit, holder: holder) }
      throw RunLockError(code: reason, path: path)
    }
    // Only for people: the lock is the flock. A full /run takes nothing from it.
    ftruncate(descriptor, 0)
    let note = "cinch \(purpose), process \(getpid())\n"
    _ = note.utf8CString.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, note.utf8.count, 0) }
  }

  deinit {
    // Closing alone would not do: a process that is being started shares the open file until it executes, flock(2).
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// A unit's name may be as long as a file's, and leave no room for an ending.
  private static func fileName(for unit: String) -> String {
    unit.utf8.count <= 250 ? "\(unit).lock" : "\(Fingerprint(of: [unit])).lock"
  }

  private static func contents(of descriptor: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 200)
    let count = max(0, pread(descriptor, &buffer, buffer.count, 0))
    let text = String(decoding: buffer.prefix(count), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    return text.isEmpty ? "another run" : text
  }
}

/// Why a run may not go on alone with a unit.
public enum RunLockError: Error, Hashable {
  /// Another run has the unit; `holder` says which.
  case taken(unit: String, holder: String)
  /// The name cannot be a unit's.
  case badName(String)
  /// This user may not use the lock's file or directory.
  case notPermitted(path: String)
  /// The lock's file or directory cannot be used.
  case unusable(path: String, reason: String)

  init(code: Int32, path: String) {
    self =
      code == EACCES || code == EPERM
      ? .notPermitted(path: path) : .unusable(path: path, reason: String(cString: strerror(code)))
  }
}

extension RunLockError: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .taken(let unit, let holder): "\(unit) is taken by \(holder): wait for it, or end that process."
    case .badName(let name): "'\(name)' cannot be a unit's name: give a name as systemctl list-units shows it."
    case .notPermitted(let path):
      "The lock \(path) is not open to this user: run as root, or with --user for services of your own."
    case .unusable(let path, let reason):
      "The lock \(path) cannot be used (\(reason)): move away what is in its place."
    }
  }
}
