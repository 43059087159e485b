/// The system calls that the running systemd knows, with its groups: read from the system, never a list of ours.
struct SystemCallTable: Sendable {
  /// What each group comes to, nested groups resolved.
  let groups: [String: Set<String>]
  /// Every call that systemd knows. What only an old group still has (nfsservctl) is on no list.
  let known: Set<String>
  /// Groups that have nothing but known calls: naming one allows exactly what ``groups`` says.
  private let exactGroups: Set<String>
  /// Calls that a filter can take away.
  let deniable: Set<String>
  /// Calls that every allow-list has, whatever it says (systemd.exec(5): "@default is always included").
  let always: Set<String>

  init(_ platform: Platform) {
    let listed = platform.systemCallGroups.mapValues(Set.init)
    let known = listed["@known"] ?? listed.values.reduce(into: []) { $0.formUnion($1) }
    groups = listed.mapValues(known.intersection)
    self.known = known
    exactGroups = Set(listed.filter { known.isSuperset(of: $0.value) }.keys)
    always = groups["@default"] ?? []
    deniable = known.subtracting(always)
  }

  /// The usual calls of a service.
  static let usual = "@system-service"

  /// Groups to deny one by one. Those that are left out stand for everything, or for what cannot be denied.
  var deniableGroups: [String] {
    groups.keys.filter { $0 != "@default" && $0 != "@known" && $0 != Self.usual }.sorted()
  }

  /// The calls that names come to, groups resolved. Unknown groups come to nothing, unknown calls to themselves.
  func calls(_ names: some Sequence<String>) -> Set<String> {
    names.reduce(into: []) { calls, name in
      if name.hasPrefix("@") { calls.formUnion(groups[name] ?? []) } else { calls.insert(name) }
    }
  }

  /// The fewest names for allowing these calls and none beyond what is allowed anyway.
  func names(allowing calls: Set<String>, within allowed: Set<String>) -> [String] {
    let permitted = allowed.union(always)
    let candidates = [Self.usual] + deniableGroups.filter(exactGroups.contains)
    return names(for: calls, groups: candidates.filter { groups[$0]?.isSubset(of: permitted) ?? false })
  }

  /// The fewest names for denying these calls and none of those to keep.
  func names(denying calls: Set<String>, keeping kept: Set<String>) -> [String] {
    names(for: calls, groups: deniableGroups.filter { groups[$0]?.isDisjoint(with: kept) ?? false })
  }

  /// The group that covers most of what is left, again and again, then single calls.
  private func names(for calls: Set<String>, groups candidates: [String]) -> [String] {
    var left = calls
    var names: [String] = []
    while let best = candidates.map({ (name: $0, gain: gain($0, left)) }).max(by: { $0.gain < $1.gain }), best.gain > 1
    {
      names.append(best.name)
      left.subtract(groups[best.name] ?? [])
    }
    return names.sorted() + left.sorted()
  }

  private func gain(_ group: String, _ left: Set<String>) -> Int { groups[group]?.count(where: left.contains) ?? 0 }
}
