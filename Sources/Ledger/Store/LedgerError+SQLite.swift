import Foundation
internal import GRDB

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
