import Glibc
import Linux

/// The device nodes of the host, for a lab that may use them.
enum HostDevices {
  /// Makes every node of the host's /dev in another directory, where there is none of that name.
  static func copy(to directory: String) {
    copy("/dev", to: directory)
  }

  private static func copy(_ source: String, to target: String) {
    for name in names(in: source) {
      var information = stat()
      guard lstat("\(source)/\(name)", &information) == 0 else { continue }
      switch information.st_mode & S_IFMT {
      case S_IFCHR, S_IFBLK:
        guard mknod("\(target)/\(name)", information.st_mode, information.st_rdev) == 0 else { continue }
        chown("\(target)/\(name)", information.st_uid, information.st_gid)
        chmod("\(target)/\(name)", information.st_mode & 0o7777)
      case S_IFDIR where !["pts", "shm", "mqueue"].contains(name):
        mkdir("\(target)/\(name)", information.st_mode & 0o7777)
        copy("\(source)/\(name)", to: "\(target)/\(name)")
      default: continue
      }
    }
  }
}
