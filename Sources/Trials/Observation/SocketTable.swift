import Glibc
import Linux

/// The internet sockets of a network namespace, as /proc/net/tcp and its like list them (proc_net(5)): addresses as
/// 32-bit words in the machine's byte order, everything in hexadecimal.
struct SocketTable {
  /// One socket that waits for others: a TCP listener, a bound UDP socket.
  struct Entry: Hashable {
    var inode: UInt64
    var family: String
    /// As `SocketBindAllow=` writes it: `tcp:80`.
    var port: String
    /// In the words of inet_ntop(3), an IPv6 one in brackets.
    var address: String
    var isLoopback: Bool

    /// Where it waits: `tcp:127.0.0.1:80`, `udp:[::]:53`.
    var listener: String {
      let parts = port.split(separator: ":")
      return "\(parts[0]):\(address):\(parts[1])"
    }
  }

  /// One connection that was made from here: TCP, and not from a port that somebody listens on.
  struct Connection: Hashable {
    var inode: UInt64
    var family: String
    /// Where it leads: `192.0.2.1:443`, `[2001:db8::1]:443`.
    var peer: String
  }

  /// One socket that takes packets as they are: of the kernel's internet protocols, or of a network device (packet(7), raw(7)).
  struct Raw: Hashable {
    var inode: UInt64
    var family: String
  }

  let entries: [Entry]
  let connections: [Connection]
  let raw: [Raw]

  /// The sockets that a process sees.
  init(of process: ProcessFiles) {
    let texts = [("tcp", "AF_INET"), ("tcp6", "AF_INET6"), ("udp", "AF_INET"), ("udp6", "AF_INET6")].map {
      (protocol: String($0.prefix(3)), family: $1, text: process.text("net/\($0)") ?? "")
    }
    entries = texts.flatMap { Self.parse($0.text, protocol: $0.protocol, family: $0.family) }
    let ports = Set(entries.map(\.port))
    connections = texts.filter { $0.protocol == "tcp" }.flatMap {
      Self.connections(in: $0.text, family: $0.family, listening: ports)
    }
    raw = [("raw", "AF_INET"), ("raw6", "AF_INET6"), ("packet", "AF_PACKET")].flatMap {
      Self.raw(in: process.text("net/\($0)") ?? "", family: $1)
    }
  }

  /// The inodes of the Unix sockets that a process sees.
  static func unixSockets(of process: ProcessFiles) -> Set<UInt64> {
    // Num RefCount Protocol Flags Type St Inode Path
    let lines = (process.text("net/unix") ?? "").split(separator: "\n").dropFirst()
    return Set(lines.compactMap { $0.split(separator: " ", maxSplits: 7).dropFirst(6).first.flatMap { UInt64($0) } })
  }

  /// The paths of Unix sockets by inode: those that wait for others, and those that they answer on.
  static func unixPaths(in text: String) -> [UInt64: String] {
    let pairs = text.split(separator: "\n").dropFirst().compactMap { line -> (UInt64, String)? in
      let fields = line.split(separator: " ", maxSplits: 7)
      guard fields.count == 8, let inode = UInt64(fields[6]), fields[7].hasPrefix("/") else { return nil }
      return (inode, String(fields[7]))
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// The paths of the Unix sockets among these inodes on which a process waits for others.
  static func unixListeners(in text: String, among own: Set<UInt64>) -> [String] {
    text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ", maxSplits: 7)
      // __SO_ACCEPTON; a path that begins with @ is in no file system (unix(7)).
      guard fields.count == 8, let flags = UInt64(fields[3], radix: 16), flags & 0x10000 != 0,
        let inode = UInt64(fields[6]), own.contains(inode), fields[7].hasPrefix("/")
      else { return nil }
      return String(fields[7])
    }
  }

  /// Reads a table's text: a heading, then a line for each socket.
  static func parse(_ text: String, protocol name: String, family: String) -> [Entry] {
    // TCP_LISTEN is 10; an unconnected UDP socket is in state 7.
    lines(of: text, inState: name == "tcp" ? "0A" : "07").compactMap { line in
      guard line.local.port > 0, let address = address(line.local.address) else { return nil }
      return Entry(
        inode: line.inode, family: family, port: "\(name):\(line.local.port)", address: address,
        isLoopback: isLoopback(line.local.address))
    }
  }

  /// Reads the connections of a table of TCP sockets.
  static func connections(in text: String, family: String, listening ports: Set<String>) -> [Connection] {
    lines(of: text, inState: "01").compactMap { line in
      guard !ports.contains("tcp:\(line.local.port)"), let address = address(line.peer.address) else { return nil }
      return Connection(inode: line.inode, family: family, peer: "\(address):\(line.peer.port)")
    }
  }

  /// Reads a table of sockets that take packets as they are.
  static func raw(in text: String, family: String) -> [Raw] {
    text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ")
      // sk RefCnt Type Proto Iface R Rmem User Inode; the others are as those of TCP.
      let place = family == "AF_PACKET" ? 8 : 9
      guard fields.count > place, let inode = UInt64(fields[place]) else { return nil }
      return Raw(inode: inode, family: family)
    }
  }

  private typealias Place = (address: Substring, port: UInt16)

  private static func lines(
    of text: String, inState state: String
  ) -> [(local: Place, peer: Place, inode: UInt64)] {
    text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 9, fields[3] == state, let inode = UInt64(fields[9]), let local = place(fields[1]),
        let peer = place(fields[2])
      else { return nil }
      return (local, peer, inode)
    }
  }

  private static func place(_ text: Substring) -> Place? {
    let parts = text.split(separator: ":")
    guard parts.count == 2, let port = UInt16(parts[1], radix: 16) else { return nil }
    return (parts[0], port)
  }

  /// An address in the words of inet_ntop(3).
  private static func address(_ hexadecimal: Substring) -> String? {
    var words = stride(from: 0, to: hexadecimal.count, by: 8).compactMap {
      UInt32(hexadecimal.dropFirst($0).prefix(8), radix: 16)
    }
    guard words.count == 1 || words.count == 4 else { return nil }
    let family = words.count == 1 ? AF_INET : AF_INET6
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(family, &words, &text, socklen_t(text.count)) != nil else { return nil }
    let address = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return family == AF_INET ? address : "[\(address)]"
  }

  /// Addresses are written as 32-bit words in the machine's byte order: 0100007F is 127.0.0.1 here.
  private static func isLoopback(_ address: Substring) -> Bool {
    address.count == 8
      ? UInt32(address, radix: 16).map { $0.bigEndian >> 24 == 127 || $0 >> 24 == 127 && $0 != 0 } ?? false
      : address == "00000000000000000000000001000000"
        || address.hasPrefix("0000000000000000FFFF0000") && address.hasSuffix("7F")
  }
}
