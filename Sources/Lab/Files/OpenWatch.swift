import CLinux
import Glibc

/// Hears which files are opened in one file system, by whomever, through whatever mount (fanotify(7)).
public final class OpenWatch: Sendable {
  /// A file that was opened.
  public struct Open: Hashable, Sendable {
    /// The process that opened it, as this process numbers it.
    public let process: Int32
    /// Its path from the root of the file system.
    public let path: String
  }

  private let descriptor: CInt

  /// Begins to listen; nil where the kernel does not tell this process.
  ///
  /// - Parameter path: where the file system is mounted.
  public init?(at path: String) {
    descriptor = clinux_watch_opens(path)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  /// What was opened since this was last asked, oldest first; the kernel keeps some ten thousand.
  public func opens() -> [Open] {
    var found: [Open] = []
    var buffer = [clinux_open](repeating: clinux_open(), count: 64)
    while case let count = Int(clinux_next_opens(descriptor, &buffer, CInt(buffer.count))), count > 0 {
      found += buffer[..<count].map { open in
        let path = withUnsafeBytes(of: open.path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return Open(process: open.pid, path: path)
      }
    }
    return found
  }
}

extension Lab {
  /// Hears which files of the lab's /proc are opened from now on; nil where the kernel does not tell.
  public func watchProcessFiles() -> OpenWatch? { OpenWatch(at: root + "/proc") }
}
