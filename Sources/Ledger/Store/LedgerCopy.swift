import Foundation

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
