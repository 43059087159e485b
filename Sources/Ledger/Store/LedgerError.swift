import Foundation
internal import GRDB

/// Why the ledger cannot be read or written. Whatever the reason, its file has been left as it was.
public enum LedgerError: Error, Hashable {
  /// This user may not use the file or its directory.
  case notPermitted(path: String)
  /// The file is no ledger, or a damaged one.
  case corrupted(path: String, detail: String)
  /// A newer Cinch wrote it.
  case newer(path: String)
  /// The file system is full.
  case full(path: String)
  /// Another process has kept it locked for longer than a row takes to write.
  case busy(path: String)
  /// There is no run of this number.
  case noSuchRun(Int64)
  /// The operating system or SQLite gave another reason.
  case unusable(path: String, reason: String)
}

extension LedgerError: CustomStringConvertible {
  /// One sentence that says what to do.
  public var description: String {
    switch self {
    case .notPermitted(let path):
      "The ledger \(path) is not open to this user: run as root, or with --user for a ledger of your own."
    case .corrupted(let path, let detail):
      "The ledger \(path) is damaged (\(detail)) and was left untouched: move it away together with its -wal file to"
        + " begin a new one, or restore it from a backup."
    case .newer(let path):
      "The ledger \(path) was written by a newer Cinch and was left untouched: use that version, or move the file away."
    case .full(let path):
      "There is no space left for the ledger \(path): free some and start the same command again, it goes on where it"
        + " stopped."
    case .busy(let path):
      "The ledger \(path) is locked by another process: try again when it is done."
    case .noSuchRun(let id):
      "There is no run \(id) in the ledger: see cinch log for those there are."
    case .unusable(let path, let reason):
      "The ledger \(path) cannot be used (\(reason)): check the file and its directory."
    }
  }
}

// The errors of SQLite (https://sqlite.org/rescode.html) and of the kernel in the ledger's words.

extension LedgerError {
  init(_ error: DatabaseError, path: String) {
    let reason = error.message ?? "\(error.resultCode)"
    self =
      switch error.resultCode {
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupted(path: path, detail: reason)
      case .SQLITE_FULL: .full(path: path)
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
      case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .notPermitted(path: path)
      case .SQLITE_CANTOPEN where access(path, R_OK | W_OK) != 0 && errno == EACCES: .notPermitted(path: path)
      default: .unusable(path: path, reason: reason)
      }
  }

  init(errno code: Int32, path: String) {
    self =
      switch code {
      case EACCES, EPERM: .notPermitted(path: path)
      case ENOSPC, EDQUOT: .full(path: path)
      default: .unusable(path: path, reason: String(cString: strerror(code)))
      }
  }
}
