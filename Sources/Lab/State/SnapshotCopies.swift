import Glibc
import Linux
import Synchronization

/// The copies that a snapshot keeps of large files: in the lab's own memory, where the lab does not see them.
final class SnapshotCopies: Sendable {
  private let directory: String
  private let count = Mutex(0)

  init(of lab: Lab) throws(SystemCallError) {
    let template = lab.keeperRoot + CopyOnWriteRoot.directory + "/snapshot-XXXXXX"
    var path = Array(template.utf8CString)
    guard mkdtemp(&path) != nil else { throw SystemCallError(call: "mkdtemp", subject: template, number: errno) }
    directory = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for number in 0..<count.withLock({ $0 }) { unlink(path(number)) }
    rmdir(directory)
  }

  /// Copies an open file.
  func add(_ file: CInt, size: Int) throws(SystemCallError) -> String {
    let path = path(
      count.withLock { count in
        defer { count += 1 }
        return count
      })
    let copy = try openFile(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    try SparseFile.copy(from: file, to: copy.number, size: size)
    return path
  }

  private func path(_ number: Int) -> String { "\(directory)/\(number)" }
}
