@preconcurrency import Dispatch
import Glibc
import Linux
import Synchronization

/// The near end of a named pipe that a unit writes its output to. It is emptied all the time, so an endless writer is
/// never blocked, and only the beginning is kept, so it never fills anything either.
final class OutputPipe: Sendable {
  /// How much is kept.
  static let kept = 64 * 1024

  /// The pipe's path as the manager sees it.
  let inside: String
  private let directory: EnvironmentDirectory
  private let outside: String
  private let descriptor: Int32
  private let source: any DispatchSourceRead
  private let bytes: Mutex<[UInt8]>

  /// Makes the pipe, in a directory that is made where it is missing.
  ///
  /// - Throws: ``SystemCallError``.
  init(inside: String, on environment: any TrialEnvironment) throws {
    self.inside = inside
    let slash = inside.lastIndex(of: "/") ?? inside.startIndex
    directory = try environment.directory(String(inside[..<slash]))
    outside = directory.path(of: inside[slash...].dropFirst())
    guard mkfifo(outside, 0o600) == 0 else { throw SystemCallError(call: "mkfifo", subject: inside) }
    // A user's manager can open only what is that user's.
    if let account = environment.scope.account, geteuid() == 0 { lchown(outside, account.number, gid_t.max) }
    descriptor = open(outside, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      let error = SystemCallError(call: "open", subject: inside)
      unlink(outside)
      throw error
    }
    bytes = Mutex([])
    let (descriptor, queue) = (descriptor, DispatchQueue(label: "cinch.output"))
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler { [weak self] in self?.drain() }
    source.setCancelHandler { Glibc.close(descriptor) }
    source.activate()
  }

  /// What has been written so far; what is not UTF-8 is replaced.
  func text() -> String {
    drain()
    return bytes.withLock { String(decoding: $0, as: UTF8.self) }
  }

  /// Removes the pipe.
  func close() {
    unlink(outside)
    source.cancel()
  }

  private func drain() {
    bytes.withLock { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 * 1024) { buffer in
        while case let count = read(descriptor, buffer.baseAddress, buffer.count), count > 0 {
          bytes.append(contentsOf: buffer.prefix(min(count, max(0, Self.kept - bytes.count))))
        }
      }
    }
  }
}
