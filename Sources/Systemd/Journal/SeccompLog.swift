import CSystemd
import Glibc
import Linux

/// Hears of every system call that a filter denied or logged, as the kernel tells it: by the audit system's multicast
/// group (audit(7), `AUDIT_NLGRP_READLOG`), which unlike the kernel log drops nothing in a burst.
///
/// Only the initial network namespace hears it, with `CAP_AUDIT_READ`. Where that is not to be had, the journal's
/// ``JournalFilter/kernel`` entries hold the same texts (``SeccompRecord/init(parsing:)``), at most 10 in 5 seconds.
public actor SeccompLog {
  /// A moment in the log: the serial number that the kernel gave the last record before it.
  public struct Place: Hashable, Sendable {
    let serial: UInt64
  }

  private struct Call: Hashable {
    let pid: Int32
    let systemCall: String
    let signal: Int32
  }

  private nonisolated let thread: ThreadExecutor
  private nonisolated let socket: Int32
  /// The latest record of each call of each process: who makes a call in a loop says nothing new.
  private var latest: [Call: SeccompRecord] = [:]
  /// What records said, but for when. A loop around a denied call writes a hundred thousand of them a second.
  private var known: [ArraySlice<UInt8>: Call] = [:]
  private var groups: [Int32: String] = [:]
  private var end = Place(serial: 0)
  /// Enough for any one trial; what is older is forgotten.
  private static let kept = 4096
  /// Bytes that the kernel keeps for a reader who is late: some ten thousand records.
  private static let buffer: Int32 = 16 << 20

  /// Runs on a thread of its own.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Begins to listen.
  ///
  /// - Throws: ``BusError`` with the errno of what failed: `EPERM` where it is not permitted.
  public init() throws {
    socket = try Self.open()
    thread = try .forSystemd()
    thread.attach { [weak self] in self?.assumeIsolated { $0.round() } }
  }

  deinit {
    thread.stop { [socket] in close(socket) }
  }

  /// Where the log ends by now.
  public func place() -> Place {
    _ = round()
    // Numbers of processes come again.
    (known, groups) = ([:], [:])
    return end
  }

  /// The records after a place, oldest first; of those of one process about one call, the latest.
  public func records(since place: Place) -> [SeccompRecord] {
    // What has arrived but was not read yet belongs to the answer.
    _ = round()
    return latest.values.filter { $0.serial > place.serial }.sorted { $0.serial < $1.serial }
  }

  private static func open() throws -> Int32 {
    let descriptor = Glibc.socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), NETLINK_AUDIT)
    guard descriptor >= 0 else { throw BusError(returned: -errno, doing: "Could not open the audit log") }
    // A smaller buffer loses more of a flood, and is no reason to hear nothing.
    var size = buffer
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, socklen_t(MemoryLayout<Int32>.size))
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

  private func round() -> ThreadExecutor.Interest? {
    var buffer = [UInt8](repeating: 0, count: 16384)
    let header = MemoryLayout<nlmsghdr>.size
    while true {
      let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      // ENOBUFS says that records were lost; what comes after them is still good.
      if count < 0 && (errno == EINTR || errno == ENOBUFS) { continue }
      guard count > header else { break }
      let type = buffer.withUnsafeBytes { $0.loadUnaligned(as: nlmsghdr.self).nlmsg_type }
      guard type == AUDIT_SECCOMP else { continue }
      add(buffer[header..<count])
    }
    return ThreadExecutor.Interest(descriptor: socket, events: Int16(POLLIN), deadline: .max)
  }

  private func add(_ text: ArraySlice<UInt8>) {
    guard let stamp = SeccompRecord.Stamp(parsing: text) else { return }
    end = Place(serial: max(end.serial, stamp.serial))
    if let call = known[text[stamp.end...]] {
      latest[call]?.stamp = stamp
      return
    }
    guard var record = SeccompRecord(parsing: text, stamp: stamp) else { return }
    // A process that is about to go is in the first group already, where no unit's are.
    record.controlGroup = controlGroup(of: record.pid).flatMap { $0 == "/" ? nil : $0 }
    let call = Call(pid: record.pid, systemCall: record.systemCall, signal: record.signal)
    latest[call] = record
    if known.count > Self.kept { known = [:] }
    known[ArraySlice(Array(text[stamp.end...]))] = call
    if latest.count > 2 * Self.kept {
      let newest = latest.sorted { $0.value.serial > $1.value.serial }.prefix(Self.kept)
      latest = Dictionary(uniqueKeysWithValues: newest.map { ($0.key, $0.value) })
      known = [:]
    }
  }

  /// Asked once, while the process is there; one that was killed is until its parent asks for it, which is mostly long
  /// enough.
  private func controlGroup(of pid: Int32) -> String? {
    if let known = groups[pid] { return known }
    groups[pid] = ProcessFiles(pid: pid).controlGroup
    return groups[pid]
  }
}
