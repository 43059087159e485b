/// A directive with no restriction of its own: it follows others, without which it would mean nothing, or which would not
/// work without it.
struct Following: MemberSet {
  let value: @Sendable (Effects, Ground) -> Value?

  func members(on ground: Ground, scope: Scope) -> [Member] { [] }
  func effects(of value: String, on ground: Ground) -> Set<String> { [] }
  func inForce(on ground: Ground) -> Set<String> { [] }
  func value(under effects: Effects, on ground: Ground) -> Value? { value(effects, ground) }
  func act(for value: String, on ground: Ground) -> Act? { nil }
}

extension Following {
  /// `AmbientCapabilities=`: never more than the bounding set; and where the service is to start as an ordinary user,
  /// exactly that, since root's capabilities would be lost otherwise.
  static let ambientCapabilities = Following { effects, ground in
    // systemd refuses to raise what another directive takes out of the bounding set.
    let kept = CapabilityBoundingSet.kept(under: effects.adding(Implication.consequences(of: effects)), on: ground)
    let own = ground.own("AmbientCapabilities", .capabilities)?.members ?? []
    let becomesOrdinaryUser = ground.runsAsRoot && User.isOrdinary(under: effects)
    return .allow(becomesOrdinaryUser ? kept : kept.filter(own.contains))
  }

  /// `Group=`: where the processes dropped to a group that is not their user's.
  static let group = Following { effects, ground in
    if let own = ground.own("Group", .word) { return own }
    guard ground.runsAsRoot, let user = ground.observed.user, let group = ground.observed.group,
      effects.contains(Effect(User.name, user))
    else { return nil }
    return .word(group)
  }

  /// `MountAPIVFS=`: an empty root has no /proc, /sys, /dev and /run otherwise.
  static let kernelFileSystems = Following { effects, ground in
    effects.contains(Effect("TemporaryFileSystem", "/:ro")) ? .word("yes") : ground.own("MountAPIVFS", .boolean)
  }
}
