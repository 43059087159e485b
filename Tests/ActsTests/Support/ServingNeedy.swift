import CActs
import Foundation
import Glibc
import Testing

/// A needy that serves, started as a socket unit would start it; killed with the test.
final class ServingNeedy {
  let directory: URL
  let process: pid_t
  private let listener: Int32

  var socket: String { directory.appendingPathComponent("socket").path }

  init(_ arguments: [String], in directory: URL = ServingNeedy.temporaryDirectory()) throws {
    self.directory = directory
    let path = directory.appendingPathComponent("socket").path
    unlink(path)
    listener = try Self.listen(at: path)
    process = try Self.spawn(["needy", "serve"] + arguments, passing: listener)
  }

  deinit {
    kill(-process, SIGKILL)
    var status: Int32 = 0
    waitpid(process, &status, 0)
    close(listener)
  }

  static func temporaryDirectory() -> URL {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("needy-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
  }

  /// What `needy ask` says and exits with.
  func ask() throws -> Program.Result { try Program.needy.run(["ask", socket]) }

  /// Waits for the process to end; its exit status, or nil where a signal ended it.
  func end() -> Int32? {
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return status & 0x7f == 0 ? status >> 8 & 0xff : nil
  }

  private static func listen(at path: String) throws -> Int32 {
    let listener = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0 && Glibc.listen(listener, 16) == 0)
    return listener
  }

  private static func spawn(_ arguments: [String], passing listener: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, listener, 3)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    // Other tests' pipes would never end as long as this process held them open.
    cacts_close_from(&actions, 4)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A process group of its own, so that the processes that it makes end with it; and every signal as by default, where
    // a test's threads block some.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)
    let words = arguments.map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    let environment = [strdup("LISTEN_FDS=1"), nil]
    defer { environment.forEach { free($0) } }
    var process: pid_t = 0
    try #require(posix_spawn(&process, Program.needy.path, &actions, &attributes, words, environment) == 0)
    return process
  }
}
