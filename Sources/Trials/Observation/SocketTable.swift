/// The internet sockets of a network namespace, as /proc/net/tcp and its like list them (proc_net(5)).
struct SocketTable {
  /// One socket that waits for others: a TCP listener, a bound UDP socket.
  struct Entry: Hashable {
    var inode: UInt64
    var family: String
    /// As `SocketBindAllow=` writes it: `tcp:80`.
    var port: String
    var isLoopback: Bool
  }

  let entries: [Entry]

  /// The sockets that a process sees.
  init(of process: ProcessFiles) {
    entries = [("tcp", "AF_INET"), ("tcp6", "AF_INET6"), ("udp", "AF_INET"), ("udp6", "AF_INET6")].flatMap {
      file, family in Self.parse(process.text("net/\(file)") ?? "", protocol: String(file.prefix(3)), family: family)
    }
  }

  /// The inodes of the Unix sockets that a process sees.
  static func unixSockets(of process: ProcessFiles) -> Set<UInt64> {
    // Num RefCount Protocol Flags Type St Inode Path
    let lines = (process.text("net/unix") ?? "").split(separator: "\n").dropFirst()
    return Set(lines.compactMap { $0.split(separator: " ", maxSplits: 7).dropFirst(6).first.flatMap { UInt64($0) } })
  }

  /// Reads a table's text: a heading, then a line for each socket.
  static func parse(_ text: String, protocol name: String, family: String) -> [Entry] {
    text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 9, let inode = UInt64(fields[9]) else { return nil }
      // TCP_LISTEN is 10; an unconnected UDP socket is in state 7.
      guard fields[3] == (name == "tcp" ? "0A" : "07") else { return nil }
      let local = fields[1].split(separator: ":")
      guard local.count == 2, let port = UInt16(local[1], radix: 16), port > 0 else { return nil }
      return Entry(
        inode: inode, family: family, port: "\(name):\(port)", isLoopback: isLoopback(local[0]))
    }
  }

  /// Addresses are written as 32-bit words in the machine's byte order: 0100007F is 127.0.0.1 here.
  private static func isLoopback(_ address: Substring) -> Bool {
    address.count == 8
      ? UInt32(address, radix: 16).map { $0.bigEndian >> 24 == 127 || $0 >> 24 == 127 && $0 != 0 } ?? false
      : address == "00000000000000000000000001000000"
        || address.hasPrefix("0000000000000000FFFF0000") && address.hasSuffix("7F")
  }
}
