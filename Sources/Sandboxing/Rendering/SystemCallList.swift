/// A list of system calls as people write one: an allow-list, and what is taken from it again.
struct SystemCallList: Hashable, Sendable {
  /// Groups and calls.
  let allow: [String]
  /// Groups and calls; empty for a plain allow-list.
  let deny: [String]

  /// The groups and calls that allow exactly these calls, with nothing taken away again: for D-Bus, where a value has
  /// one sign.
  static func allowing(_ value: Value, on context: ServiceContext) -> [String] {
    let table = context.systemCalls
    let wanted = value.allowed(of: table.deniable).intersection(table.deniable)
    return wanted.isEmpty ? ["@default"] : table.names(allowing: wanted, within: wanted)
  }

  /// The shortest list that allows exactly these calls.
  ///
  /// It is always an allow-list, since that also denies calls that are newer than the list; `systemd-analyze security`
  /// values it higher too. It begins with `@system-service`, with `@known` or with nothing, whichever needs the
  /// fewest names; of equals, the one that says least.
  static func shortest(allowing value: Value, on context: ServiceContext) -> SystemCallList {
    let table = context.systemCalls
    let wanted = value.allowed(of: table.deniable).intersection(table.deniable)
    if wanted.isEmpty { return SystemCallList(allow: ["@default"], deny: []) }
    let lists = [[], [SystemCallTable.usual], ["@known"]].map { base in
      let start = table.calls(base).subtracting(table.always)
      let extra = table.names(allowing: wanted.subtracting(start), within: wanted)
      let deny = table.names(denying: start.subtracting(wanted), keeping: wanted)
      return SystemCallList(allow: base + extra, deny: deny)
    }
    return lists.min { $0.names < $1.names } ?? lists[0]
  }

  /// The list as lines of a unit file: what is allowed, then what is taken from it again.
  var lines: [String] {
    [allow.joined(separator: " ")] + (deny.isEmpty ? [] : ["~" + deny.joined(separator: " ")])
  }

  private var names: Int { allow.count + deny.count }
}
