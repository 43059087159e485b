import CLab
import Glibc

/// What lstat(2) says of a file, as far as a snapshot cares.
struct FileStatus {
  /// What kind of file it is, where files above an overlay have one kind more.
  enum Kind {
    case regular
    case directory
    case symbolicLink
    /// A device, a fifo or a socket.
    case special
    /// The mark of an overlay's upper layer for a name that is deleted.
    case whiteout
  }

  /// What changes with everything that happens to a file: when it is the same, nothing did, save for writes through
  /// shared memory.
  struct Stamp: Equatable {
    let inode: UInt64
    let changed: timespec
    let size: Int64

    static func == (left: Stamp, right: Stamp) -> Bool {
      left.inode == right.inode && left.size == right.size && left.changed.tv_nsec == right.changed.tv_nsec
        && left.changed.tv_sec == right.changed.tv_sec
    }
  }

  private let information: stat

  /// The status of a name in an open directory; nil where there is none.
  init?(of name: FileName, in directory: CInt) {
    var information = stat()
    guard fstatat(directory, name.cString, &information, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    self.information = information
  }

  /// The status of an open file.
  init?(of descriptor: CInt) {
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    self.information = information
  }

  var kind: Kind {
    switch information.st_mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .directory
    case S_IFLNK: .symbolicLink
    default: clab_is_whiteout(information.st_mode, information.st_rdev) ? .whiteout : .special
    }
  }

  var stamp: Stamp {
    Stamp(inode: UInt64(information.st_ino), changed: information.st_ctim, size: Int64(information.st_size))
  }
  var size: Int { Int(information.st_size) }
  var device: dev_t { information.st_dev }
  /// How many names the file has, which only matters for files that can have more than one.
  var links: Int { kind == .directory ? 1 : Int(information.st_nlink) }

  var attributes: FileAttributes {
    FileAttributes(
      mode: information.st_mode, owner: information.st_uid, group: information.st_gid, device: information.st_rdev,
      accessed: information.st_atim, modified: information.st_mtim)
  }
}
