extension Catalogue {
  /// Network and sockets.
  static let network: [Directive] = [
    Directive(
      "PrivateNetwork", .boolean(since: 187), theme: .network, weight: 2500,
      why: "has no network but a loopback of its own",
      blindSpot: "a health check over a Unix socket cannot see that the network is gone")
  ]
}
