import Glibc
import Linux
import Trials

/// The files of the system that a service runs on, to read. Links lead where they lead there, never out of it.
public struct FileTree: Sendable {
  private let view: @Sendable (String) -> String

  /// The files of a system; `view` says where one of its paths is for this process.
  public init(view: @escaping @Sendable (String) -> String) { self.view = view }

  /// The files below a directory.
  public init(root: String) { self.init { root == "/" ? $0 : root + $0 } }

  /// A path with every link on its way followed.
  public func resolved(_ path: String) -> String {
    Aliases.followed(path) { linkTarget(view($0)) }
  }

  /// The text of a regular file; nil where there is none that can be read. What is not UTF-8 is replaced.
  public func text(of path: String, limit: Int = 1 << 20) -> String? {
    contents(of: path, limit: limit).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The beginning of a regular file; nil where there is none that can be read.
  public func contents(of path: String, limit: Int) -> [UInt8]? {
    withFile(path) { descriptor, size in
      var bytes = [UInt8](repeating: 0, count: min(size, limit))
      var filled = 0
      while filled < bytes.count {
        let count = bytes.withUnsafeMutableBytes { buffer in
          read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
        }
        guard count > 0 else { break }
        filled += count
      }
      return Array(bytes.prefix(filled))
    }
  }

  /// Does something with the descriptor and the size of a regular file; nil where there is none that can be read.
  func withFile<Value>(_ path: String, _ body: (Int32, Int) -> Value?) -> Value? {
    // A pipe in a file's place must not make us wait for its other end.
    let descriptor = open(view(resolved(path)), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return body(descriptor, Int(status.st_size))
  }

  /// What is known of a file without opening it; nil where there is none.
  func status(of path: String) -> stat? {
    var status = stat()
    return lstat(view(resolved(path)), &status) == 0 ? status : nil
  }

  /// Whether a user may write a file, or make one in a directory.
  func isWritable(_ path: String, by user: FileAccess) -> Bool { user.mayWrite(resolved(path), view: view) }

  /// Whether anything is at a path.
  public func has(_ path: String) -> Bool { status(of: path) != nil }

  /// Whether there is a directory at a path.
  public func isDirectory(_ path: String) -> Bool { status(of: path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

  /// The names in a directory, in order; none where it cannot be read.
  public func names(in directory: String) -> [String] { Linux.names(in: view(resolved(directory))).sorted() }
}
