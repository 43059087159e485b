import CSystemd
import Glibc
import Linux

/// What one run of a unit left in the journal, its last words included.
public struct RunJournal: Sendable {
  private let journal: Journal
  private let sync: JournalSync

  /// The journal of a system whose root directory is seen at `root` from here.
  ///
  /// - Throws: ``BusError`` with the errno of what failed.
  public init(root: String) throws {
    journal = try Journal(root: root)
    sync = try JournalSync(root: root)
  }

  /// What a unit's latest run said, and what the manager said of it, oldest first.
  ///
  /// - Parameters:
  ///   - unit: The unit.
  ///   - invocation: The run's ID.
  ///   - limit: At most so many entries, the latest.
  /// - Returns: The entries.
  /// - Throws: ``BusError`` when the journal cannot be read.
  public func entries(of unit: String, invocation: String, limit: Int = 1000) async throws -> [JournalEntry] {
    // A user's manager has no journald of its own to ask; then what is written already has to do.
    _ = try? await sync.synchronize(within: .seconds(2))
    return try await journal.entries(.run(unit: unit, invocation: invocation), limit: limit)
  }
}

/// Waits until journald has written everything that was sent to it so far.
///
/// What a service prints takes its way through a socket, so that the last words of one that has just died may not be in
/// the files yet. On `SIGRTMIN+1` journald works through all that waits, and then renews a file
/// (systemd-journald.service(8), "Signals"): both cross the borders of namespaces, which its socket does not.
public actor JournalSync {
  private nonisolated let thread: ThreadExecutor
  private let directory: String
  private let controlGroups: ControlGroupTree
  /// Of the question before, where that was answered: to close one takes the kernel longer than all that journald does.
  private var idle: DirectoryWatch?

  /// Runs on a thread of its own, because it waits for a file.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// For the journald of a system whose root directory is seen at `root` from here.
  ///
  /// - Throws: ``BusError`` with the errno of what failed.
  public init(root: String) throws {
    directory = root + "/run/systemd/journal"
    controlGroups = ControlGroupTree(ofMountsBelow: root + "/sys")
    thread = try .forSystemd()
    thread.attach { nil }
  }

  deinit { thread.stop {} }

  /// Has the journal written out.
  ///
  /// - Parameter limit: How long that may take.
  /// - Returns: Whether it was in time.
  /// - Throws: ``BusError`` where there is no journald to ask, or its directory cannot be watched.
  public func synchronize(within limit: Duration) throws -> Bool {
    let watch = try idle ?? DirectoryWatch(directory)
    idle = nil
    // What others had asked for is no answer.
    _ = watch.names()
    let journald = controlGroups.processes(in: "/system.slice/systemd-journald.service").first
    guard let journald, kill(journald, __libc_current_sigrtmin() + 1) == 0 else {
      throw BusError(returned: journald == nil ? -ESRCH : -errno, doing: "Could not ask systemd-journald to write")
    }
    let end = ContinuousClock.now + limit
    while true {
      let left = end - .now
      guard left > .zero else { return false }
      watch.wait(for: left)
      guard watch.names().contains("synced") else { continue }
      idle = watch
      return true
    }
  }
}

/// Tells which files are moved into a directory (inotify(7)).
private final class DirectoryWatch: Sendable {
  private let descriptor: Int32

  /// From now on.
  init(_ directory: String) throws(BusError) {
    descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0, inotify_add_watch(descriptor, directory, UInt32(IN_MOVED_TO)) >= 0 else {
      throw BusError(returned: -errno, doing: "Could not watch \(directory)")
    }
  }

  deinit { close(descriptor) }

  /// Waits until there is something to tell.
  func wait(for time: Duration) {
    var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    poll(&event, 1, Int32(clamping: time.microseconds / 1000 + 1))
  }

  /// What has been moved there since this was last asked for.
  func names() -> [String] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    var names: [String] = []
    var offset = 0
    let header = MemoryLayout<inotify_event>.size
    while offset + header <= count {
      let length = bytes.withUnsafeBytes {
        Int($0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self).len)
      }
      names.append(String(decoding: bytes[(offset + header)...].prefix(length).prefix { $0 != 0 }, as: UTF8.self))
      offset += header + length
    }
    return names
  }
}
