import Glibc
import Linux
import Sandboxing

/// What a service writes and the user that it drops to may not, as things are before its first start: what has to belong to
/// that user where the service is to start as it.
struct LackedPaths {
  /// Something that it wrote.
  struct Written: Hashable {
    let path: String
    /// What it was afterwards (inode(7)): `S_IFREG`; nil for what was gone by then.
    let type: mode_t?

    /// A file of which it is known that it was there.
    init(file path: String) {
      self.path = path
      type = S_IFREG
    }

    /// As it is now.
    init(_ path: String, at view: String) {
      self.path = path
      var status = stat()
      type = lstat(view, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
  }

  /// Directories of its own by their names.
  private(set) var directories: [String] = []
  /// Files in directories of everybody's.
  private(set) var files: [String] = []

  /// Directories that are no single service's, whatever writes there.
  private static let shared: Set = [
    "/run/cinch", "/run/credentials", "/run/dbus", "/run/lock", "/run/shm", "/run/systemd", "/run/udev", "/run/user",
    "/run/utmp",
    "/run/log", "/var/cache/apt", "/var/cache/private", "/var/lib/dpkg", "/var/lib/misc", "/var/lib/private",
    "/var/lib/systemd", "/var/log/btmp", "/var/log/journal", "/var/log/lastlog", "/var/log/private", "/var/log/wtmp",
  ]

  /// Looks at what was written, with the files as they were before.
  ///
  /// - Parameters:
  ///   - written: what the service wrote.
  ///   - user: the user that it drops to.
  ///   - view: where a path is for this process.
  init(_ written: [Written], of user: FileAccess, view: (String) -> String) {
    for item in written {
      guard let top = OwnedPaths.tops.map(\.top).first(where: { item.path.hasPrefix($0 + "/") }) else { continue }
      let names = item.path.dropFirst(top.utf8.count + 1).split(separator: "/")
      guard let name = names.first, case let own = "\(top)/\(name)", !Self.shared.contains(own) else { continue }
      // Who writes a file in its directory makes another one there on another day: a log of another name, one that was rotated.
      let mayWrite = user.mayWrite(item.path, view: view) && (names.count != 2 || user.mayWrite(own, view: view))
      if mayWrite { continue }
      let isDirectory = names.count > 1 || item.type == S_IFDIR
      if isDirectory, !directories.contains(own), user.isAloneIn(own, view: view) {
        directories.append(own)
      } else if !isDirectory, item.type == S_IFREG, !files.contains(own) {
        files.append(own)
      }
    }
  }
}

/// What a user with its groups may do to files, by their modes.
public struct FileAccess {
  let user: uid_t
  let groups: Set<gid_t>

  /// That of a user; nil where it is not there.
  public init?(ofUser name: String, in accounts: Accounts) {
    guard let user = accounts.user(named: name) else { return nil }
    self.user = user.number
    groups = accounts.groups(of: user)
  }

  /// Whether it may write a file or a directory that is there, or make one that is not (path_resolution(7)).
  ///
  /// - Parameters:
  ///   - path: the file, as its system sees it.
  ///   - view: where a path is for this process.
  /// - Returns: whether it may.
  public func mayWrite(_ path: String, view: (String) -> String) -> Bool {
    var status = stat()
    if lstat(view(path), &status) == 0 {
      return status.st_mode & S_IFMT == S_IFLNK
        ? mayWrite(Observer.directory(of: path), view: view) : isWritable(status)
    }
    return lstat(view(Observer.directory(of: path)), &status) == 0 && isWritable(status)
  }

  private func isWritable(_ status: stat) -> Bool {
    let bits: mode_t = status.st_mode & S_IFMT == S_IFDIR ? 3 : 2
    let shift: mode_t = status.st_uid == user ? 6 : groups.contains(status.st_gid) ? 3 : 0
    return status.st_mode >> shift & bits == bits
  }

  /// Whether everything in a directory belongs to it or to root.
  func isAloneIn(_ directory: String, view: (String) -> String) -> Bool {
    var left = [directory]
    var count = 0
    while let path = left.popLast() {
      var status = stat()
      guard lstat(view(path), &status) == 0 else { continue }
      count += 1
      guard status.st_uid == user || status.st_uid == 0, count < Self.most else { return false }
      if status.st_mode & S_IFMT == S_IFDIR { left += names(in: view(path)).map { "\(path)/\($0)" } }
    }
    return true
  }

  /// Who has more files than this has more than a cache to lose.
  private static let most = 10_000
}
