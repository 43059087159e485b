extension Catalogue {
  /// Whether a restriction denies what a person names by itself: a capability, a system call, a family of addresses, a type
  /// of namespaces, a path. Others than its own directive's count as far as systemd takes them away with it.
  ///
  /// - Parameters:
  ///   - restriction: the restriction.
  ///   - name: `CAP_SYS_TIME`, `umount2`, `AF_INET`, `/boot`.
  ///   - context: what says which calls are in which groups, and which of them the service is known to make.
  /// - Returns: whether it does.
  public static func denies(_ restriction: Restriction, _ name: String, on context: ServiceContext) -> Bool {
    // What it names as it is, it gives: a user, the answer to a denied call. But for paths, which are lists of what goes.
    if restriction.value == name, !name.hasPrefix("/") { return false }
    let effects = effects(of: restriction, on: context)
    let implied = Implication.all.filter { effects.contains($0.cause) }.flatMap(\.consequences)
    // A call can have the name of a namespace: ipc, time.
    let isCall = context.systemCalls.known.contains(name)
    let isDenied = effects.union(implied).contains { effect in
      effect.member == name && (isCall ? effect.directive == SystemCallFilter.name : isSet(effect.directive))
    }
    if isDenied { return true }
    let uses = [Use(.systemCall, name), Use(.capability, name)]
    return deniedUse(by: restriction, of: uses, on: context) != nil
  }

  /// The system calls of a group or call, as a context's systemd has it; nothing for what it does not know.
  public static func systemCalls(named name: String, on context: ServiceContext) -> Set<String> {
    context.systemCalls.calls([name]).intersection(context.systemCalls.known)
  }

  /// Whether every filter allows a system call, whatever it says.
  public static func isAlwaysAllowed(systemCall name: String, on context: ServiceContext) -> Bool {
    context.systemCalls.always.contains(name)
  }

  /// How many things a restriction denies of its own directive: of two that deny the same, the one with less is nearer to
  /// it.
  public static func breadth(of restriction: Restriction, on context: ServiceContext) -> Int {
    effects(of: restriction, on: context).count { $0.directive == restriction.directive }
  }

  /// What people can ask for by itself, beside system calls and paths: capabilities and families of addresses.
  public static let namedMembers: [String] = Capability.names + RestrictAddressFamilies.universe

  private static func isSet(_ name: String) -> Bool {
    if case .set? = directive(name)?.shape { true } else { false }
  }
}
