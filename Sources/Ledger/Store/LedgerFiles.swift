import Foundation

/// The right to make and to migrate a ledger, held until the value is released or the process is gone (flock(2)).
final class CreationLock {
  private let descriptor: Int32

  /// Takes the lock beside a ledger, and waits for it as long as a migration may take.
  init(of path: String) throws(LedgerError) {
    let file = path + ".lock"
    descriptor = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LedgerError(errno: errno, path: path) }
    // Not LOCK_EX alone: whoever holds it may have been stopped for good.
    for _ in 0..<Self.attempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      usleep(Self.pause)
    }
    let reason = errno
    close(descriptor)
    throw reason == EWOULDBLOCK ? .busy(path: path) : LedgerError(errno: reason, path: path)
  }

  deinit { close(descriptor) }

  private static let pause: UInt32 = 20_000
  private static let attempts = 1500
}

/// A ledger's files once more, where they can be written to.
struct LedgerCopy {
  /// A directory with nothing else in it.
  let directory: String

  /// Copies a ledger; nil where that cannot be.
  init?(of file: String) {
    directory = FileManager.default.temporaryDirectory.path + "/cinch-ledger-\(UUID().uuidString)"
    guard mkdir(directory, 0o700) == 0 else { return nil }
    do {
      // What was written last may still be in the second one.
      for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: file + ending) {
        try FileManager.default.copyItem(atPath: file + ending, toPath: "\(directory)/ledger.sqlite\(ending)")
      }
    } catch {
      remove()
      return nil
    }
  }

  /// Takes it away; a database that is open stays readable.
  func remove() { try? FileManager.default.removeItem(atPath: directory) }
}
