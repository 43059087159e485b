import Glibc
import Linux

/// What a file has beside its content.
struct SnapshotAttributes {
  let mode: mode_t
  let owner: uid_t
  let group: gid_t
  /// The device that a device node stands for.
  let device: dev_t
  let accessed: timespec
  let modified: timespec

  init(_ status: FileStatus) {
    let information = status.information
    (mode, owner, group) = (information.st_mode, information.st_uid, information.st_gid)
    (device, accessed, modified) = (information.st_rdev, information.st_atim, information.st_mtim)
  }

  /// Whether everything that a program could have meant to change is the same. Reading changes the time of access.
  func matches(_ other: SnapshotAttributes) -> Bool {
    mode == other.mode && owner == other.owner && group == other.group && device == other.device
      && modified.tv_sec == other.modified.tv_sec && modified.tv_nsec == other.modified.tv_nsec
  }

  /// Gives them to a file in an open directory; last, because everything else changes its times.
  func apply(to name: FileName, in directory: CInt) throws(SystemCallError) {
    try check(fchownat(directory, name.cString, owner, group, AT_SYMLINK_NOFOLLOW), "chown", name.text)
    // Links have no mode of their own; for others it comes second, because a new owner takes set-user-ID away.
    if mode & S_IFMT != S_IFLNK { try check(fchmodat(directory, name.cString, mode & 0o7777, 0), "chmod", name.text) }
    try applyTimes(to: name, in: directory)
  }

  /// Gives it only the times.
  func applyTimes(to name: FileName, in directory: CInt) throws(SystemCallError) {
    let times = [accessed, modified]
    try check(utimensat(directory, name.cString, times, AT_SYMLINK_NOFOLLOW), "utimensat", name.text)
  }
}
