import Glibc
import Sandboxing

/// Paths, devices, modes.
enum Files {
  static func read(_ path: String) -> Outcome {
    var status = stat()
    guard stat(path, &status) == 0 else { return Outcome(error: errno) }
    // What systemd puts over an inaccessible path has no permission bits (systemd.exec(5)); root could open it.
    guard status.st_mode & 0o7777 != 0 else { return .denied(.state("nobody may access it")) }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFDIR else { return .allowed }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return Outcome(error: errno) }
    defer { close(descriptor) }
    var byte: UInt8 = 0
    return kind == S_IFDIR ? .allowed : Outcome(returned: Int32(Glibc.read(descriptor, &byte, 1)))
  }

  static func write(_ path: String) -> Outcome {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno == ENOENT ? make(path) : Outcome(error: errno) }
    if status.st_mode & S_IFMT == S_IFDIR { return make("\(path)/.\(Act.ownPrefix)-\(getpid())") }
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    // A running program's file cannot be written, whatever the sandbox (open(2)).
    guard descriptor >= 0 else { return Outcome(error: errno, expecting: [ETXTBSY]) }
    close(descriptor)
    return .allowed
  }

  private static func make(_ path: String) -> Outcome {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return Outcome(error: errno) }
    close(descriptor)
    return Outcome(returned: unlink(path))
  }

  static func execute(_ path: String) -> Outcome { Outcome(returned: access(path, X_OK)) }

  static func openDevice(_ path: String) -> Outcome {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return Outcome(error: errno, expecting: [ENXIO, ENODEV, EBUSY]) }
    close(descriptor)
    return .allowed
  }

  static func keepTmp() -> Outcome {
    if access("/tmp/\(Act.ownPrefix)-marker", F_OK) == 0 { return .allowed }
    guard let mounts = text(of: "/proc/self/mountinfo") else { return Outcome(error: errno) }
    // A private /tmp that is kept on disk is a directory of the manager's, bound over it: the mount's root shows it.
    let isKept = mounts.split(separator: "\n").contains { mount in
      let fields = mount.split(separator: " ")
      return fields.count > 4 && fields[4] == "/tmp" && fields[3].contains("/systemd-private-")
    }
    return Outcome(state: isKept, otherwise: "/tmp goes with the service")
  }

  static func make(mode: UInt16) -> Outcome {
    let mask = umask(0)
    umask(mask)
    return Outcome(state: mask & UInt32(mode) == 0, otherwise: "umask 0\(String(mask, radix: 8))")
  }

  static func letIn(_ directory: UnitDirectory, mode: UInt16) -> Outcome {
    guard let path = path(of: directory) else { return .unclear(.state("the unit has no such directory")) }
    var status = stat()
    guard stat(path, &status) == 0 else { return Outcome(error: errno) }
    return Outcome(
      state: status.st_mode & UInt32(mode) == UInt32(mode),
      otherwise: "mode 0\(String(status.st_mode & 0o777, radix: 8))")
  }

  /// Where the first of the unit's directories of a kind is, as systemd says.
  static func path(of directory: UnitDirectory) -> String? {
    guard let paths = getenv(directory.variable) else { return nil }
    return String(cString: paths).split(separator: ":").first.map(String.init)
  }

  static func makeSetUserID() -> Outcome { Outcome(returned: fchmod(-1, S_ISUID | 0o755), expecting: [EBADF]) }
}
