import Glibc
import Testing

@testable import Systemd

/// A real message bus of a test's own: dbus-daemon on a socket in a temporary directory. It ends with the test.
final class MessageBus {
  let address: BusAddress
  private let pid: pid_t
  private let directory: String

  /// Whether there is a dbus-daemon to run.
  static let isInstalled = access("/usr/bin/dbus-daemon", X_OK) == 0

  init() throws {
    var template = Array("/tmp/cinch-bus.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw BusError(returned: -errno, doing: "Could not make a directory") }
    directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let socket = directory + "/socket"
    address = .bus(path: socket)
    pid = try Self.spawn(socket: socket)
  }

  /// Ends the bus at once, as a crash would.
  func kill() { Glibc.kill(pid, SIGKILL) }

  deinit {
    Glibc.kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
    unlink(directory + "/socket")
    rmdir(directory)
  }

  /// Returns once the daemon has said its address, so that the socket is there.
  private static func spawn(socket: String) throws -> pid_t {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw BusError(returned: -errno, doing: "Could not make a pipe") }
    defer { ends.forEach { close($0) } }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    let words = [
      "/usr/bin/dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1",
      "--address=unix:path=\(socket)",
    ]
    var arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var pid = pid_t()
    let code = posix_spawn(&pid, words[0], &actions, nil, &arguments, environ)
    guard code == 0 else { throw BusError(returned: -code, doing: "Could not start dbus-daemon") }
    var byte: UInt8 = 0
    guard read(ends[0], &byte, 1) == 1 else { throw BusError(returned: -EIO, doing: "dbus-daemon did not start") }
    return pid
  }
}
