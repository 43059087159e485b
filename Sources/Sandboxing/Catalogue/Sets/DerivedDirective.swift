/// A directive with no restriction of its own: it follows others, without which it would mean nothing, or which would not
/// work without it.
struct DerivedDirective: MemberSet {
  let value: @Sendable (Effects, ServiceContext) -> Value?

  func members(on context: ServiceContext, scope: Scope) -> [Member] { [] }
  func effects(of value: String, on context: ServiceContext) -> Set<String> { [] }
  func inForce(on context: ServiceContext) -> Set<String> { [] }
  func value(under effects: Effects, on context: ServiceContext) -> Value? { value(effects, context) }
  func act(for value: String, on context: ServiceContext) -> Act? { nil }
}

extension DerivedDirective {
  /// `AmbientCapabilities=`: never more than the bounding set; and where the service is to start as an ordinary user,
  /// exactly that, since root's capabilities would be lost otherwise.
  static let ambientCapabilities = DerivedDirective { effects, context in
    // systemd refuses to raise what another directive takes out of the bounding set.
    let kept = CapabilityBoundingSet.kept(under: effects.adding(Implication.consequences(of: effects)), on: context)
    let own = context.own("AmbientCapabilities", .capabilities)?.members ?? []
    let becomesOrdinaryUser = context.runsAsRoot && User.isOrdinary(under: effects)
    return .allow(becomesOrdinaryUser ? kept : kept.filter(own.contains))
  }

  /// `Group=`: where the processes dropped to a group that is not their user's.
  static let group = DerivedDirective { effects, context in
    if let own = context.own("Group", .word) { return own }
    guard context.runsAsRoot, let user = context.observed.user, let group = context.observed.group,
      effects.contains(Effect(User.name, user))
    else { return nil }
    return .word(group)
  }

  /// `MountAPIVFS=`: an empty root has no /proc, /sys, /dev and /run otherwise.
  static let kernelFileSystems = DerivedDirective { effects, context in
    effects.contains(Effect("TemporaryFileSystem", "/:ro")) ? .word("yes") : context.own("MountAPIVFS", .boolean)
  }
  /// `ReadOnlyPaths=`: where systemd also mounts /proc or /sys anew for a service, `ProtectSystem=strict` leaves /run
  /// writable (tried: 252, 257). Said for itself it is closed, and what is below it can be opened. An empty file system has
  /// a /run of its own.
  static let readOnlyRuntime = DerivedDirective { effects, context in
    let own = context.own("ReadOnlyPaths", .paths)
    let isOpened =
      context.own("MountAPIVFS", .boolean) == .word("yes")
      || mountsKernelFileSystems.contains { !effects.members(of: $0).isEmpty }
    guard isOpened, effects.contains(Effect("ProtectSystem", "strict")),
      !effects.contains(Effect("TemporaryFileSystem", "/:ro"))
    else { return own }
    let writable = Allowlist.writablePaths.value(under: effects, on: context)?.members ?? []
    let paths = own?.members ?? []
    return writable.contains { Paths.contains($0, "/run") } || paths.contains("/run") ? own : .allow(paths + ["/run"])
  }

  /// What implies `MountAPIVFS=` (systemd.exec(5)).
  private static let mountsKernelFileSystems = [
    "ProtectKernelTunables", "ProtectControlGroups", "ProtectProc", "ProcSubset", "PrivatePIDs",
  ]
}
