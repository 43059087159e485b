import Glibc

/// Sockets: their families, what they bind, where they send.
enum Network {
  static func socket(_ family: String) -> Outcome {
    guard let number = number(of: family) else { return .unclear(.state("unknown address family")) }
    // The kernel refuses the type before it looks at the family, a filter looks at the family alone.
    let noSuchType: Int32 = 0x7000_0000
    return Outcome(returned: Glibc.socket(number, noSuchType, 0), expecting: [EINVAL])
  }

  static func send(to address: String) -> Outcome {
    let discard: UInt16 = 9
    return withDatagramSocket(address: address, port: discard) { descriptor, address, length in
      Outcome(returned: Int32(sendto(descriptor, "x", 1, 0, address, length)))
    }
  }

  static func bind(_ port: UInt16) -> Outcome {
    withDatagramSocket(address: "127.0.0.1", port: port) { descriptor, address, length in
      Outcome(returned: Glibc.bind(descriptor, address, length), expecting: [EADDRINUSE])
    }
  }

  static func rawSocket() -> Outcome {
    closing(Glibc.socket(AF_INET, Int32(SOCK_RAW.rawValue), Int32(IPPROTO_ICMP))) { _ in .allowed }
  }

  static func forceReceiveBuffer() -> Outcome {
    closing(Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)) { descriptor in
      var size: Int32 = 4096
      return Outcome(
        returned: setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, socklen_t(MemoryLayout<Int32>.size)))
    }
  }

  private static func withDatagramSocket(
    address text: String, port: UInt16, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Outcome
  ) -> Outcome {
    var four = sockaddr_in()
    var six = sockaddr_in6()
    if inet_pton(AF_INET, text, &four.sin_addr) == 1 {
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      return closing(Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)) { descriptor in
        withBytes(of: &four) { body(descriptor, $0, $1) }
      }
    }
    guard inet_pton(AF_INET6, text, &six.sin6_addr) == 1 else { return .unclear(.state("not an IP address")) }
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = port.bigEndian
    return closing(Glibc.socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)) { descriptor in
      withBytes(of: &six) { body(descriptor, $0, $1) }
    }
  }

  private static func withBytes<Address>(
    of address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Outcome
  ) -> Outcome {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<Address>.size)) }
    }
  }

  private static func closing(_ descriptor: Int32, _ body: (Int32) -> Outcome) -> Outcome {
    guard descriptor >= 0 else { return Outcome(error: errno) }
    defer { close(descriptor) }
    return body(descriptor)
  }

  private static func number(of family: String) -> Int32? {
    switch family {
    case "AF_LOCAL", "AF_FILE": AF_UNIX
    case "AF_ROUTE": AF_NETLINK
    default: families.firstIndex(of: family).map(Int32.init)
    }
  }

  /// The address families in the order of their numbers (linux/socket.h).
  private static let families: [String] = [
    "AF_UNSPEC", "AF_UNIX", "AF_INET", "AF_AX25", "AF_IPX", "AF_APPLETALK", "AF_NETROM", "AF_BRIDGE", "AF_ATMPVC",
    "AF_X25", "AF_INET6", "AF_ROSE", "AF_DECnet", "AF_NETBEUI", "AF_SECURITY", "AF_KEY", "AF_NETLINK", "AF_PACKET",
    "AF_ASH", "AF_ECONET", "AF_ATMSVC", "AF_RDS", "AF_SNA", "AF_IRDA", "AF_PPPOX", "AF_WANPIPE", "AF_LLC", "AF_IB",
    "AF_MPLS", "AF_CAN", "AF_TIPC", "AF_BLUETOOTH", "AF_IUCV", "AF_RXRPC", "AF_ISDN", "AF_PHONET", "AF_IEEE802154",
    "AF_CAIF", "AF_ALG", "AF_NFC", "AF_VSOCK", "AF_KCM", "AF_QIPCRTR", "AF_SMC", "AF_XDP", "AF_MCTP",
  ]
}
