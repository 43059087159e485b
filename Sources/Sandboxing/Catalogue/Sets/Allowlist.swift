/// A set that only has a meaning under another restriction, which takes everything away: what the service was seen to
/// use is allowed back, and each of its restrictions takes one of these away again. `ReadWritePaths=~/var/log/nginx`
/// means `ProtectSystem=strict` with all observed directories writable but this one.
struct Allowlist: MemberSet {
  let name: String
  let form: Form
  /// The restriction that takes everything away.
  let governor: Effect
  let since: Int
  /// What the service was seen to use of this kind.
  let observed: @Sendable (ServiceContext) -> [String]
  /// What every service needs of this kind: allowed back whatever was seen, and not tried.
  var always: [String] = []
  /// Whether other effects than the governor take an item away: what was observed of these is allowed back under them, or
  /// they would break what the governor does not.
  var isTaken: @Sendable (String, Effects) -> Bool = { _, _ in false }
  /// What needs no allowing back under these effects, or should have none.
  var isNeedless: @Sendable (String, Effects, ServiceContext) -> Bool = { _, _, _ in false }
  let witness: @Sendable (String) -> Act?

  /// What a restriction calls an item: a device without what may be done with it.
  private func name(of item: String) -> String {
    form == .devices ? String(item.prefix { $0 != " " }) : item
  }

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    // A unit's own mounts can have other destinations and options, which would be lost.
    if form == .bindMounts, !(context.own(name, form)?.members ?? []).isEmpty { return [] }
    // What PrivateTmp= makes needless is not tried: whether it can be done without depends on PrivateTmp= alone.
    let effects = context.inForce.adding([Effect("PrivateTmp", "yes")])
    return universe(on: context).filter { !always.contains($0) && !isNeedless($0, effects, context) }.map {
      Member("~\(name(of: $0))", since: since)
    }
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> { deniedMember(value).map { [$0] } ?? [] }
  func inForce(on context: ServiceContext) -> Set<String> { [] }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    let own = context.own(name, form)?.members ?? []
    let denied = effects.members(of: name)
    let kept = universe(on: context).filter { !denied.contains(name(of: $0)) && !isNeedless($0, effects, context) }
    if effects.contains(governor) { return kept.isEmpty && own.isEmpty ? nil : .allow(kept) }
    let taken = kept.filter { !own.contains($0) && isTaken($0, effects) }
    return taken.isEmpty ? nil : .allow(own + taken)
  }

  func act(for value: String, on context: ServiceContext) -> Act? { deniedMember(value).flatMap(witness) }

  /// What is allowed back where none of its restrictions is set, as restrictions name it.
  func allowed(on context: ServiceContext) -> [String] { universe(on: context).map(name(of:)) }

  /// Where the unit has the governor already, what the unit allows back counts, not what was seen.
  private func universe(on context: ServiceContext) -> [String] {
    let own = context.own(name, form)?.members ?? []
    if context.inForce.contains(governor) { return own }
    return own + (always + observed(context)).filter { !own.contains($0) }
  }
}

extension Allowlist {
  static let writablePaths = Allowlist(
    name: "ReadWritePaths", form: .paths, governor: Effect("ProtectSystem", "strict"), since: 231,
    observed: { Paths.topmost($0.observed.writtenDirectories.filter(Paths.isUsable)) },
    isTaken: { path, effects in
      // systemd.exec(5), `ProtectSystem=`, `ProtectHome=`.
      let closed = [
        (Effect("ProtectSystem", "yes"), ["/usr", "/boot", "/efi"]), (Effect("ProtectSystem", "full"), ["/etc"]),
        (Effect("ProtectHome", "read-only"), ["/home", "/root", "/run/user"]),
      ]
      return closed.contains { effect, tops in
        effects.contains(effect) && tops.contains { Paths.contains($0, path) }
      }
    },
    isNeedless: isNotToBeWritten,
    witness: Act.write(path:))

  static let executablePaths = Allowlist(
    name: "ExecPaths", form: .paths, governor: Effect("NoExecPaths", "/"), since: 248,
    observed: { Paths.topmost($0.observed.executedDirectories.filter(Paths.isUsable)) },
    witness: { .execute(path: "\($0)/\(Act.ownPrefix)-program") })

  static let boundPorts = Allowlist(
    name: "SocketBindAllow", form: .binds, governor: Effect("SocketBindDeny", "any"), since: 249,
    observed: { $0.observed.boundPorts.filter { SocketBind($0) != nil } },
    witness: { SocketBind($0).map { .bind(port: max($0.firstPort, 1)) } })

  static let addresses = Allowlist(
    name: "IPAddressAllow", form: .addresses, governor: Effect("IPAddressDeny", "any"), since: 235,
    observed: { $0.observed.addresses.filter { !AddressRange.ranges(of: $0).isEmpty } },
    witness: { $0 == "localhost" ? .send(address: "127.0.0.1") : nil })

  static let openedDevices = Allowlist(
    name: "DeviceAllow", form: .devices, governor: Effect("DevicePolicy", "closed"), since: 208,
    observed: { $0.observed.devices.filter { Paths.isUsable($0) && !$0.contains(" ") }.map { "\($0) rw" } },
    isNeedless: { device, effects, _ in
      // systemd.exec(5), `ProtectClock=`.
      let isRTC = device.hasPrefix("char-rtc ") && effects.contains(Effect("ProtectClock", "yes"))
      return isRTC || device.contains(" ") && isPseudoDevice(String(device.prefix { $0 != " " }))
    },
    witness: Act.openDevice(path:))

  /// Whether every service may open a device (systemd.resource-control(5), `DevicePolicy=closed`).
  static func isPseudoDevice(_ path: String) -> Bool {
    ["null", "zero", "full", "random", "urandom", "tty", "ptmx"].contains { path == "/dev/\($0)" }
      || path.hasPrefix("/dev/pts/")
  }

  static let readablePaths = Allowlist(
    name: "BindReadOnlyPaths", form: .bindMounts, governor: Effect("TemporaryFileSystem", "/:ro"), since: 233,
    observed: { context in
      let written = context.observed.writtenDirectories
      let read = context.observed.readDirectories.isEmpty ? usuallyRead : context.observed.readDirectories
      return Paths.topmost(read.filter(Paths.isBindable)).filter { path in
        !written.contains { Paths.contains($0, path) }
      }
    },
    // The manager's and the journal's own sockets.
    always: ["/run/systemd/journal", "/run/systemd/notify"],
    witness: Act.read(path:))

  /// The parts of a system that a service may read from, for where nobody saw which it does (hier(7)). /usr and /etc
  /// are whole: `ProtectSystem=` wants to find them.
  private static let usuallyRead = [
    "/bin", "/etc", "/home", "/lib", "/lib64", "/mnt", "/opt", "/root", "/sbin", "/srv", "/usr", "/var/backups",
    "/var/cache", "/var/lib", "/var/log", "/var/mail", "/var/opt", "/var/spool", "/var/www",
  ]

  static let boundPaths = Allowlist(
    name: "BindPaths", form: .bindMounts, governor: Effect("TemporaryFileSystem", "/:ro"), since: 233,
    observed: { Paths.topmost($0.observed.writtenDirectories.filter(Paths.isBindable)) },
    always: ["/tmp", "/var/tmp"],
    isNeedless: isNotToBeWritten,
    witness: Act.write(path:))

  /// Whether a path is writable anyway, or better is not.
  private static let isNotToBeWritten: @Sendable (String, Effects, ServiceContext) -> Bool = { path, effects, context in
    // What a dynamic user leaves outside the unit's own directories belongs to whoever gets its number next.
    if context.runsAsRoot, effects.contains(Effect("DynamicUser", "yes")) { return true }
    // systemd.exec(5): strict leaves these alone, and PrivateTmp= makes both writable.
    let temporary = effects.contains(Effect("PrivateTmp", "yes")) ? ["/tmp", "/var/tmp"] : []
    return (["/dev", "/proc", "/sys"] + temporary + context.ownDirectories).contains { Paths.contains($0, path) }
  }
}

extension ServiceContext {
  /// The directories that systemd makes for the unit, which stay writable by themselves (systemd.exec(5),
  /// `StateDirectory=`).
  public var ownDirectories: [String] {
    [
      ("RuntimeDirectory", "/run"), ("StateDirectory", "/var/lib"), ("CacheDirectory", "/var/cache"),
      ("LogsDirectory", "/var/log"), ("ConfigurationDirectory", "/etc"),
    ].flatMap { directive, top in
      (base[directive]?.texts ?? []).map { "\(top)/\($0)" }
    }
  }
}
