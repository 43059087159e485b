/// `BindReadOnlyPaths=`: what is mounted read-only into an empty file system, and what `ExecPaths=` would open.
///
/// Under `ProtectSystem=strict` together with `NoExecPaths=/` systemd (tried: 252, 257, 262) mounts each of `ExecPaths=`
/// anew and forgets that it was read-only: a service could write its own programs. Mounted read-only once more they stay
/// what they were.
struct ReadOnlyBinds: MemberSet {
  private let readable = Allowlist.readablePaths

  func members(on context: ServiceContext, scope: Scope) -> [Member] { readable.members(on: context, scope: scope) }
  func effects(of value: String, on context: ServiceContext) -> Set<String> { readable.effects(of: value, on: context) }
  func inForce(on context: ServiceContext) -> Set<String> { readable.inForce(on: context) }
  func act(for value: String, on context: ServiceContext) -> Act? { readable.act(for: value, on: context) }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    if let value = readable.value(under: effects, on: context) { return value }
    guard effects.contains(Effect("ProtectSystem", "strict")), !context.inForce.contains(Effect("NoExecPaths", "/")),
      case .allow(let programs)? = Allowlist.executablePaths.value(under: effects, on: context)
    else { return nil }
    let writable = Allowlist.writablePaths.value(under: effects, on: context)?.members ?? []
    let closed = programs.filter { program in
      Paths.isBindable(program) && !writable.contains { Paths.contains($0, program) || Paths.contains(program, $0) }
    }
    return closed.isEmpty ? nil : .allow((context.own("BindReadOnlyPaths", .bindMounts)?.members ?? []) + closed)
  }
}
