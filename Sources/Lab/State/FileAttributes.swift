import Glibc
import SystemPackage

/// What a file has beside its content.
struct FileAttributes {
  let mode: mode_t
  let owner: uid_t
  let group: gid_t
  /// The device that a device node stands for.
  let device: dev_t
  let accessed: timespec
  let modified: timespec

  /// Whether everything that a program could have meant to change is the same. Reading changes the time of access.
  func matches(_ other: FileAttributes) -> Bool {
    mode == other.mode && owner == other.owner && group == other.group && device == other.device
      && modified.tv_sec == other.modified.tv_sec && modified.tv_nsec == other.modified.tv_nsec
  }

  /// Gives them to a file in an open directory; last, because everything else changes its times.
  func apply(to name: FilePath.Component, in directory: CInt) throws(SystemCallError) {
    let isLink = mode & S_IFMT == S_IFLNK
    try check(
      name.withPlatformString { name in
        if fchownat(directory, name, owner, group, AT_SYMLINK_NOFOLLOW) != 0 { return -1 }
        // Links have no mode of their own; for others it comes second, because a new owner takes set-user-ID away.
        return isLink ? 0 : fchmodat(directory, name, mode & 0o7777, 0)
      } as CInt, "change owner and mode of", name.string)
    try applyTimes(to: name, in: directory)
  }

  /// Gives it only the times.
  func applyTimes(to name: FilePath.Component, in directory: CInt) throws(SystemCallError) {
    try check(
      name.withPlatformString { utimensat(directory, $0, [accessed, modified], AT_SYMLINK_NOFOLLOW) },
      "utimensat", name.string)
  }
}
