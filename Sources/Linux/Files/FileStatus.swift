import CLinux
import Glibc

/// What lstat(2) says of a file.
public struct FileStatus {
  /// What kind of file it is, where files above an overlay have one kind more.
  public enum Kind: Hashable, Sendable {
    /// A regular file.
    case regular
    /// A directory.
    case directory
    /// A symbolic link.
    case symbolicLink
    /// A device, a fifo or a socket.
    case special
    /// The mark of an overlay's upper layer for a name that is deleted.
    case whiteout
  }

  /// What changes with everything that happens to a file: when it is the same, nothing did, save for writes through
  /// shared memory.
  public struct Stamp: Equatable, Sendable {
    /// The file's number on its file system.
    public let inode: UInt64
    /// When its status was last changed.
    public let changed: timespec
    /// In bytes.
    public let size: Int64

    /// Whether nothing happened to the file from one to the other.
    public static func == (left: Stamp, right: Stamp) -> Bool {
      left.inode == right.inode && left.size == right.size && left.changed.tv_nsec == right.changed.tv_nsec
        && left.changed.tv_sec == right.changed.tv_sec
    }
  }

  /// All that the kernel said.
  public let information: stat

  /// The status of a name in an open directory; nil where there is none, and errno says why.
  public init?(of name: FileName, in directory: CInt) {
    var information = stat()
    guard fstatat(directory, name.cString, &information, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    self.information = information
  }

  /// The status of an open file; nil where there is none, and errno says why.
  public init?(of descriptor: CInt) {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    self.information = information
  }

  /// What it is.
  public var kind: Kind {
    switch information.st_mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .directory
    case S_IFLNK: .symbolicLink
    default: clinux_is_whiteout(information.st_mode, information.st_rdev) ? .whiteout : .special
    }
  }

  /// What tells whether anything happened to it since.
  public var stamp: Stamp {
    Stamp(inode: UInt64(information.st_ino), changed: information.st_ctim, size: Int64(information.st_size))
  }

  /// In bytes.
  public var size: Int { Int(information.st_size) }

  /// The file system that it is on.
  public var device: dev_t { information.st_dev }

  /// How many names the file has, which only matters for files that can have more than one.
  public var links: Int { kind == .directory ? 1 : Int(information.st_nlink) }

  /// Who may do what with it, and whose it is.
  public var attributes: FileAttributes {
    FileAttributes(
      mode: UInt16(information.st_mode & 0o7777), owner: information.st_uid, group: information.st_gid)
  }
}

/// Mode and owners of a file.
public struct FileAttributes: Hashable, Sendable, Codable {
  /// The permission bits, chmod(2).
  public var mode: UInt16
  /// The owning user's number.
  public var owner: UInt32
  /// The owning group's number.
  public var group: UInt32

  /// Attributes by their parts; root's where nothing else is said.
  public init(mode: UInt16, owner: UInt32 = 0, group: UInt32 = 0) {
    self.mode = mode
    self.owner = owner
    self.group = group
  }
}
