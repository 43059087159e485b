import CSystemd
import Glibc

/// Hears of every system call that a filter denied or logged, as the kernel tells it: by the audit system's multicast
/// group (audit(7), `AUDIT_NLGRP_READLOG`), which unlike the kernel log drops nothing in a burst.
///
/// Only the initial network namespace hears it, with `CAP_AUDIT_READ`. Where that is not to be had, the journal's
/// ``JournalFilter/kernel`` entries hold the same texts (``DenialRecord/init(parsing:)``), at most 10 in 5 seconds.
public actor DenialLog {
  private nonisolated let thread: OwnThread
  private nonisolated let socket: Int32
  private var records: [DenialRecord] = []
  /// Enough for any one trial; older ones are forgotten.
  private static let kept = 4096

  /// Runs on a thread of its own.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Begins to listen.
  ///
  /// - Throws: ``BusError`` with the errno of what failed: `EPERM` where it is not permitted.
  public init() throws {
    socket = try Self.open()
    thread = try OwnThread()
    thread.attach { [weak self] in self?.assumeIsolated { $0.round() } }
  }

  deinit {
    thread.stop { [socket] in close(socket) }
  }

  /// The records of the span of time from `start` to `end`, both in milliseconds since the epoch.
  public func records(from start: UInt64, to end: UInt64 = .max) -> [DenialRecord] {
    // What has arrived but was not read yet belongs to the answer.
    _ = round()
    return records.filter { (start...end).contains($0.milliseconds) }
  }

  private static func open() throws -> Int32 {
    let descriptor = Glibc.socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), NETLINK_AUDIT)
    guard descriptor >= 0 else { throw BusError(returned: -errno, doing: "Could not open the audit log") }
    var address = sockaddr_nl()
    address.nl_family = UInt16(AF_NETLINK)
    address.nl_groups = 1 << (UInt32(AUDIT_NLGRP_READLOG.rawValue) - 1)
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_nl>.size))
      }
    }
    guard code == 0 else {
      let number = errno
      close(descriptor)
      throw BusError(returned: -number, doing: "Could not listen to the audit log")
    }
    return descriptor
  }

  private func round() -> OwnThread.Interest? {
    var buffer = [UInt8](repeating: 0, count: 16384)
    let header = MemoryLayout<nlmsghdr>.size
    while true {
      let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      // ENOBUFS says that records were lost; what comes after them is still good.
      if count < 0 && (errno == EINTR || errno == ENOBUFS) { continue }
      guard count > header else { break }
      let type = buffer.withUnsafeBytes { $0.loadUnaligned(as: nlmsghdr.self).nlmsg_type }
      guard type == AUDIT_SECCOMP else { continue }
      add(String(decoding: buffer[header..<count], as: UTF8.self))
    }
    return OwnThread.Interest(descriptor: socket, events: Int16(POLLIN), deadline: .max)
  }

  private func add(_ text: String) {
    guard var record = DenialRecord(parsing: text) else { return }
    // A process that was killed is there until its parent asks for it: mostly long enough to tell whose it was.
    record.controlGroup = Self.controlGroup(of: record.pid)
    records.append(record)
    if records.count > Self.kept { records.removeFirst(Self.kept / 2) }
  }

  /// The longest of a process's paths: on hybrid systems, some hierarchies leave every process at the root.
  private static func controlGroup(of pid: Int32) -> String? {
    let text = try? String(readingShort: "/proc/\(pid)/cgroup")
    return text?.split(separator: "\n").compactMap { line in
      line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init)
    }.max { $0.utf8.count < $1.utf8.count }
  }
}
