/// `BindReadOnlyPaths=`: what is mounted read-only into an empty file system, and what `ExecPaths=` would open.
///
/// Under `ProtectSystem=strict` together with `NoExecPaths=/` systemd (tried: 252, 257, 262) mounts each of `ExecPaths=`
/// anew and forgets that it was read-only: a service could write its own programs. Mounted read-only once more they stay
/// what they were.
struct ReadOnlyBinds: MemberSet {
  private let readable = AllowedBack.readablePaths

  func members(on ground: Ground, scope: Scope) -> [Member] { readable.members(on: ground, scope: scope) }
  func effects(of value: String, on ground: Ground) -> Set<String> { readable.effects(of: value, on: ground) }
  func inForce(on ground: Ground) -> Set<String> { readable.inForce(on: ground) }
  func act(for value: String, on ground: Ground) -> Act? { readable.act(for: value, on: ground) }

  func value(under effects: Effects, on ground: Ground) -> Value? {
    if let value = readable.value(under: effects, on: ground) { return value }
    guard effects.contains(Effect("ProtectSystem", "strict")), !ground.inForce.contains(Effect("NoExecPaths", "/")),
      case .allow(let programs)? = AllowedBack.executablePaths.value(under: effects, on: ground)
    else { return nil }
    let writable = AllowedBack.writablePaths.value(under: effects, on: ground)?.members ?? []
    let closed = programs.filter { program in
      Paths.isBindable(program) && !writable.contains { Paths.contains($0, program) || Paths.contains(program, $0) }
    }
    return closed.isEmpty ? nil : .allow((ground.own("BindReadOnlyPaths", .bindMounts)?.members ?? []) + closed)
  }
}
