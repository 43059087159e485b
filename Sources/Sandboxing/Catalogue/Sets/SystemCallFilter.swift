/// `SystemCallFilter=`: everything outside `@system-service` at once, then systemd's groups one by one, then, where asked
/// for, single calls. An allow-list as value (`@system-service`) denies all that it does not name.
struct SystemCallFilter: MemberSet {
  static let name = "SystemCallFilter"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    let table = context.systemCalls
    guard !table.known.isEmpty else { return [] }
    let groups = table.deniableGroups.filter { !effects(of: "~\($0)", on: context).isEmpty }
    let usual = table.groups[SystemCallTable.usual] ?? []
    let beyond = groups.filter { table.groups[$0]?.isDisjoint(with: usual) ?? false }
    return [Member(SystemCallTable.usual, since: 239, weight: beyond.reduce(0) { $0 + Self.weight(of: $1) })]
      + groups.map { Member("~\($0)", since: 231, weight: Self.weight(of: $0)) }
      + [Member(([SystemCallTable.usual] + groups).joined(separator: " "), since: 239)]
      + singles(in: table, scope: scope).map { Member("~\($0)", since: 208) }
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> {
    let table = context.systemCalls
    let deniable = table.deniable.subtracting(context.observed.systemCalls)
    guard let member = deniedMember(value) else {
      return deniable.subtracting(table.calls(value.split(separator: " ").map(String.init)))
    }
    return table.calls(member.split(separator: " ").map(String.init)).intersection(deniable)
  }

  func inForce(on context: ServiceContext) -> Set<String> {
    guard let own = context.own(Self.name, .systemCalls) else { return [] }
    let table = context.systemCalls
    switch own {
    case .allow(let names): return table.deniable.subtracting(table.calls(names))
    case .deny(let names): return table.calls(names).intersection(table.deniable)
    case .word: return []
    }
  }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    let denied = effects.members(of: Self.name)
    if denied.isEmpty { return nil }
    return .allow(context.systemCalls.deniable.subtracting(denied).sorted())
  }

  func act(for value: String, on context: ServiceContext) -> Act? {
    let denied = effects(of: value, on: context).filter { SystemCalls.number(of: $0) != nil }
    let obsolete = context.systemCalls.groups["@obsolete"] ?? []
    let call = Self.telling.first(where: denied.contains) ?? denied.subtracting(obsolete).min() ?? denied.min()
    return call.map(Act.call)
  }

  /// Each family of siblings once, under the names of all its calls; with no margin, each call by itself. Calls that
  /// this processor does not have are left to their groups.
  private func singles(in table: SystemCallTable, scope: Scope) -> [String] {
    guard scope.depth == .syscalls else { return [] }
    let calls = table.deniable.filter { SystemCalls.number(of: $0) != nil }
    guard scope.keepsSiblings else { return calls.sorted() }
    let families = calls.map { call in
      SystemCallFamilies.siblings(of: call).filter(table.deniable.contains).sorted().joined(separator: " ")
    }
    return Set(families).sorted()
  }

  /// What acts need themselves, where one of these is denied no other can be told from it; and an obsolete call that the
  /// kernel still has, since filters pass over the others.
  private static let telling = ["clone", "prctl", "wait4", "ustat"]

  private static func weight(of group: String) -> Int { weights[group] ?? 0 }

  private static let weights: [String: Int] = [
    "@swap": 1000, "@clock": 1000, "@debug": 1000, "@mount": 1000, "@module": 1000, "@raw-io": 1000, "@reboot": 1000,
    "@privileged": 700, "@resources": 700, "@obsolete": 250, "@cpu-emulation": 250,
  ]
}

/// `SystemCallErrorNumber=`: `EPERM` for what a filter of ours denies, so that programs can go on as they do without
/// privileges; `kill` on demand. A filter that the unit has by itself keeps its own answer.
struct SystemCallErrorNumber: MemberSet {
  static let name = "SystemCallErrorNumber"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    scope.killsOnDeniedCall ? [Member("kill", since: 248)] : []
  }
  func effects(of value: String, on context: ServiceContext) -> Set<String> { [value] }
  func isPossible(_ value: String) -> Bool { value == "kill" }
  func act(for value: String, on context: ServiceContext) -> Act? { nil }

  func inForce(on context: ServiceContext) -> Set<String> { context.killsOnDeniedCall ? ["kill"] : [] }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    if effects.contains(Effect(Self.name, "kill")) { return .word("kill") }
    let hasOwnFilter = context.own(SystemCallFilter.name, .systemCalls) != nil
    if hasOwnFilter { return context.own(Self.name, .errorNumber) }
    return effects.members(of: SystemCallFilter.name).isEmpty ? nil : .word("EPERM")
  }
}

extension Restriction {
  /// Whether it denies system calls by name, not a group of them.
  public var deniesSingleCalls: Bool {
    directive == SystemCallFilter.name && deniedMember.map { !$0.hasPrefix("@") } ?? false
  }
}

extension ServiceContext {
  /// Whether a service dies of the first denied call, because the unit's own filter says so.
  public var killsOnDeniedCall: Bool {
    own(SystemCallFilter.name, .systemCalls) != nil && own(SystemCallErrorNumber.name, .errorNumber) == .word("kill")
  }
}
