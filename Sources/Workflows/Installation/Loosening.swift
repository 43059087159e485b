import Sandboxing

/// What a drop-in takes from a unit's own sandbox instead of adding to it, by the manager's values with and without it.
/// A profile that a unit has outgrown, or that somebody has edited, can say less than the unit says itself.
struct Loosening {
  private let before: [String: BusValue]
  private let after: [String: BusValue]

  /// The directives that were tighter before, in alphabetical order, each with both values where they are short.
  static func directives(from before: [String: BusValue], to after: [String: BusValue]) -> [String] {
    let loosening = Loosening(before: before, after: after)
    let found = loosening.ladders + loosening.masks + loosening.lists + loosening.identity + loosening.others
    return Set(found).sorted()
  }

  // MARK: Ladders

  private var ladders: [String] {
    Catalogue.directives.filter { !$0.rungs.isEmpty && !Self.isJudgedOtherwise($0) }.compactMap {
      directive in
      guard let old = rank(before[directive.name], on: directive), let new = rank(after[directive.name], on: directive),
        new < old
      else { return nil }
      return "\(directive.name)=\(text(after[directive.name])) instead of \(text(before[directive.name]))"
    }
  }

  /// Whose rungs are no order of values that the manager tells.
  private static func isJudgedOtherwise(_ directive: Directive) -> Bool {
    switch directive.form {
    case .mode, .limit: true
    default: directive.identity != nil
    }
  }

  /// How tight a value is; nil for one that is none of the directive's.
  private func rank(_ value: BusValue?, on directive: Directive) -> Int? {
    guard let value else { return nil }
    if let truth = value.truth { return truth ? 1 : 0 }
    guard let text = value.text else { return nil }
    if ["", "no", "false", "default", "inherit", "auto"].contains(text) { return -1 }
    return directive.rungs.firstIndex { $0.value == text }
  }

  private func text(_ value: BusValue?) -> String {
    value?.text ?? value?.truth.map { $0 ? "yes" : "no" } ?? "?"
  }

  // MARK: Masks, of what is allowed

  private var masks: [String] {
    ["CapabilityBoundingSet", "RestrictNamespaces"].filter { name in
      guard let old = before[name]?.unsigned, let new = after[name]?.unsigned else { return false }
      return new & ~old != 0
    }
  }

  // MARK: Lists

  private var lists: [String] {
    let filters = ["SystemCallFilter", "SystemCallArchitectures", "RestrictAddressFamilies", "RestrictFileSystems"]
    return filters.filter(isLoosened(filter:))
      + ["InaccessiblePaths", "ReadOnlyPaths", "NoExecPaths", "IPAddressDeny", "SocketBindDeny"]
      .filter { !items($0, before).isSubset(of: items($0, after)) }
      + Self.exceptions.filter { exception, rule in
        !items(rule, before).isEmpty && !items(exception, after).isSubset(of: items(exception, before))
      }.map(\.exception)
      + (before["ProtectSystem"]?.text == "strict"
        && !items("ReadWritePaths", after).isSubset(of: items("ReadWritePaths", before)) ? ["ReadWritePaths"] : [])
  }

  /// Lists of what is allowed although another list denies it.
  private static let exceptions: [(exception: String, rule: String)] = [
    ("IPAddressAllow", "IPAddressDeny"), ("SocketBindAllow", "SocketBindDeny"), ("ExecPaths", "NoExecPaths"),
    ("DeviceAllow", "DeviceAllow"),
  ]

  /// A list of what is allowed, or of what is denied (`(bas)`); an empty one of what is denied is none.
  private func isLoosened(filter name: String) -> Bool {
    if before[name]?.texts != nil {
      let (old, new) = (items(name, before), items(name, after))
      return !old.isEmpty && (new.isEmpty || !new.isSubset(of: old))
    }
    guard let old = before[name]?.elements, let new = after[name]?.elements, old.count == 2, new.count == 2,
      let allowed = old[0].truth, let allows = new[0].truth
    else { return false }
    // An entry may say with which error its call fails.
    let names = [old, new].map { list in
      Set((list[1].texts ?? []).map { String($0.prefix { $0 != ":" }) })
    }
    switch (allowed, allows) {
    case (true, true): return !names[1].isSubset(of: names[0])
    case (false, false): return !names[0].isSubset(of: names[1])
    case (true, false): return true
    case (false, true): return !names[0].isDisjoint(with: names[1])
    }
  }

  private func items(_ name: String, _ properties: [String: BusValue]) -> Set<String> {
    Set((properties[name]?.elements ?? []).map { "\($0)" })
  }

  // MARK: Identity and the rest

  private var identity: [String] {
    let old = before["User"]?.text ?? ""
    let new = after["User"]?.text ?? ""
    var found: [String] = []
    if Self.isRoot(old), before["DynamicUser"]?.truth != true {
      // Root has every capability that it is not denied.
      if let ambient = after["AmbientCapabilities"]?.unsigned, let bounding = before["CapabilityBoundingSet"]?.unsigned,
        ambient & ~bounding != 0
      {
        found.append("AmbientCapabilities")
      }
      return found
    }
    if old != new { found.append("User=\(new.isEmpty ? "root" : new) instead of \(old)") }
    if before["DynamicUser"]?.truth == true, after["DynamicUser"]?.truth == false { found.append("DynamicUser=no") }
    let group = before["Group"]?.text ?? ""
    if !group.isEmpty, group != after["Group"]?.text { found.append("Group") }
    if !items("SupplementaryGroups", after).isSubset(of: items("SupplementaryGroups", before)) {
      found.append("SupplementaryGroups")
    }
    if let ambient = after["AmbientCapabilities"]?.unsigned,
      ambient & ~(before["AmbientCapabilities"]?.unsigned ?? 0) != 0
    {
      found.append("AmbientCapabilities")
    }
    return found
  }

  private static func isRoot(_ user: String) -> Bool { ["", "root", "0"].contains(user) }

  private var others: [String] {
    var found: [String] = []
    if let old = before["UMask"]?.unsigned, let new = after["UMask"]?.unsigned, old & ~new != 0 {
      found.append("UMask")
    }
    found += UnitDirectory.allCases.map(\.mode).filter { name in
      guard let old = before[name]?.unsigned, let new = after[name]?.unsigned else { return false }
      return new & ~old & 0o777 != 0
    }
    if let old = before["LimitCORE"]?.unsigned, let new = after["LimitCORE"]?.unsigned, new > old {
      found.append("LimitCORE")
    }
    let policies = ["auto", "closed", "strict"]
    if let old = policies.firstIndex(of: before["DevicePolicy"]?.text ?? "auto"),
      let new = policies.firstIndex(of: after["DevicePolicy"]?.text ?? "auto"), new < old
    {
      found.append("DevicePolicy")
    }
    return found
  }
}
