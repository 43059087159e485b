extension Catalogue {
  /// Network and sockets.
  static let network: [Directive] = [
    Directive(
      "PrivateNetwork", .boolean(since: 208, act: .share(.net, inode: nil)), form: .boolean, needs: [], theme: .network,
      weight: 2500,
      why: "has no network but a loopback of its own",
      blindSpot: "a health check over a Unix socket cannot see that the network is gone",
      breaks: .network,
      fails: .seen,
      denies: .network),
    Directive(
      "RestrictAddressFamilies", .set(RestrictAddressFamilies()), form: .list, needs: [.seccomp], theme: .network,
      why: "cannot make sockets of other families, among them the kernel's seldom tested ones",
      blindSpot: "name lookups, logging or interface lists that need AF_UNIX or AF_NETLINK may fail without an error",
      breaks: .addressFamilies,
      fails: .addressFamilies,
      denies: .addressFamilies,
      // netlink(7): by it programs ask which interfaces there are.
      silence: SilentDenial(
        except: ["none", "~AF_UNIX", "~AF_INET", "~AF_INET6"], mostly: ["~AF_NETLINK"], calls: ["socket"],
        wanted: "a socket",
        probe: "a command that fails where it cannot make such a socket, or does not know the network's interfaces")),
    Directive(
      "IPAddressDeny", .ladder(("any", 235, .send(address: "127.0.0.1"))), form: .addresses, needs: [.cgroupBPF],
      theme: .network, weight: 1000,
      why: "exchanges no packet with addresses other than those allowed back",
      blindSpot: "clients and servers beyond the health check's own addresses are cut off",
      breaks: .network,
      fails: .seen,
      denies: .network, manual: .resourceControl),
    Directive(
      "IPAddressAllow", .set(Allowlist.addresses), form: .addresses, needs: [.cgroupBPF], theme: .network,
      why: "exchanges packets only with the addresses that it needs",
      blindSpot: "what the service talks to only in production is not allowed",
      breaks: .network,
      fails: .seen,
      denies: .network, manual: .resourceControl,
      brings: [Effect("IPAddressDeny", "any")]),
    Directive(
      "SocketBindDeny", .ladder(("any", 249, .bind(port: 64_999))), form: .binds,
      needs: [.bpfFramework, .cgroupBPF], theme: .network,
      why: "cannot open a port other than its own, for a back door or to stand in for another service",
      blindSpot: "a port of another configuration, or one for data connections, cannot be bound",
      breaks: .unknown,
      fails: .seen,
      denies: .told(.port) { port, _, context in !Allowlist.boundPorts.allowed(on: context).contains(port) },
      manual: .resourceControl),
    Directive(
      "SocketBindAllow", .set(Allowlist.boundPorts), form: .binds, needs: [.bpfFramework, .cgroupBPF],
      theme: .network,
      why: "binds only the ports that it was seen to bind",
      blindSpot: nil,
      breaks: .network,
      fails: .seen,
      denies: .named(.port, weight: .withholds), manual: .resourceControl,
      brings: [Effect("SocketBindDeny", "any")]),
    Directive(
      "RestrictNetworkInterfaces", .set(RestrictNetworkInterfaces()), form: .list,
      needs: [.bpfFramework, .cgroupBPF], theme: .network,
      why: "sends and receives only over the interfaces that it needs",
      blindSpot: "another interface after a move or a renaming is closed to it",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing, manual: .resourceControl),
  ]
}
