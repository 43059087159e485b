/// `RestrictAddressFamilies=`: everything but the five usual families at once, then each family by itself
/// (address_families(7)); `none` where nothing is left.
struct RestrictAddressFamilies: MemberSet {
  static let name = "RestrictAddressFamilies"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    [Member(Self.onlyUsual, since: 211, weight: 1250)]
      + Self.usual.map { Member("~\($0.name)", since: 211, weight: $0.weight) }
      + Self.exotic.map { Member("~\($0)", since: 211) }
      + [Member("none", since: 249)]
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> {
    if value == "none" { return Set(Self.universe) }
    if let member = deniedMember(value) { return [member] }
    return Set(Self.universe).subtracting(value.split(separator: " ").map(String.init))
  }

  func inForce(on context: ServiceContext) -> Set<String> {
    guard let own = context.own(Self.name, .list) else { return [] }
    return Set(Self.universe).subtracting(own.allowed(of: Self.universe))
  }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    let denied = Self.universe.filter(effects.members(of: Self.name).contains)
    let allowed = Self.universe.filter { !denied.contains($0) }
    if denied.isEmpty { return nil }
    // An allow-list also denies what no list knows yet, but before 249 an empty one meant no restriction at all.
    let canDenyAll = !allowed.isEmpty || context.platform.systemdVersion >= 249
    return allowed.count <= Self.usual.count && canDenyAll ? .allow(allowed) : .deny(denied)
  }

  func isPossible(_ value: String) -> Bool {
    deniedMember(value).map(Self.universe.contains) ?? ["none", Self.onlyUsual].contains(value)
  }

  func act(for value: String, on context: ServiceContext) -> Act? {
    if value == "none" { return .socket(family: "AF_UNIX") }
    return .socket(family: deniedMember(value) ?? "AF_ALG")
  }

  private static let onlyUsual = "AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_PACKET"

  private static let usual: [(name: String, weight: Int)] = [
    ("AF_INET", 1500), ("AF_INET6", 1500), ("AF_PACKET", 1000), ("AF_NETLINK", 200), ("AF_UNIX", 25),
  ]

  /// As far as the oldest supported systemd knows them.
  private static let exotic = [
    "AF_ALG", "AF_APPLETALK", "AF_ASH", "AF_ATMPVC", "AF_ATMSVC", "AF_AX25", "AF_BLUETOOTH", "AF_BRIDGE", "AF_CAIF",
    "AF_CAN", "AF_ECONET", "AF_IB", "AF_IEEE802154", "AF_IPX", "AF_IRDA", "AF_ISDN", "AF_IUCV", "AF_KCM", "AF_KEY",
    "AF_LLC", "AF_MPLS", "AF_NETBEUI", "AF_NETROM", "AF_NFC", "AF_PHONET", "AF_PPPOX", "AF_QIPCRTR", "AF_RDS",
    "AF_ROSE", "AF_RXRPC", "AF_SECURITY", "AF_SMC", "AF_SNA", "AF_TIPC", "AF_VSOCK", "AF_WANPIPE", "AF_X25", "AF_XDP",
  ]

  static let universe = onlyUsual.split(separator: " ").map(String.init) + exotic
}
