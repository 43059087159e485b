extension Form {
  /// A value as the right-hand sides of lines in a unit file, in their order, on top of what the unit has.
  func lines(_ name: String, _ value: Value, on ground: Ground) -> [String] {
    let own = ground.own(name, self)
    switch (self, value) {
    case (_, .word(let word)): return [Quoting.specifiers(word)]
    case (.capabilities, _):
      // Without a reset, a line only adds to the set, and with `~` it only takes away.
      let kept = value.members
      let dropped = ground.platform.capabilities.filter { !kept.contains($0) }
      if name == "AmbientCapabilities" { return kept.isEmpty ? [""] : reset(own) + [kept.joined(separator: " ")] }
      if dropped.count < kept.count { return ["~" + dropped.joined(separator: " ")] }
      return kept.isEmpty ? [""] : ["", kept.joined(separator: " ")]
    case (.namespaces, _), (.list, _):
      return reset(own) + listLines(value, on: ground)
    case (.systemCalls, _):
      return reset(own) + SystemCallList.shortest(allowing: value, on: ground).lines
    default:
      let before = own?.members ?? []
      let isAddition = before.allSatisfy(value.members.contains)
      let added = isAddition ? value.members.filter { !before.contains($0) } : value.members
      return (isAddition ? [] : [""]) + itemLines(added) { Quoting.unitFile($0) }
    }
  }

  /// A value as the right-hand sides of `systemd-run -p` arguments: whole, and for a unit that has none yet.
  func arguments(_ name: String, _ value: Value, on ground: Ground) -> [String] {
    switch (self, value) {
    case (_, .word(let word)): return [word]
    case (.capabilities, _): return [value.members.joined(separator: " ")]
    case (.namespaces, _): return listLines(value, on: ground)
    case (.list, .allow(let members)): return [members.joined(separator: " ")]
    case (.list, .deny(let members)): return ["~" + members.joined(separator: " ")]
    case (.systemCalls, _): return SystemCallList.shortest(allowing: value, on: ground).lines
    default: return itemLines(value.members) { Quoting.word($0) }
    }
  }

  private func reset(_ own: Value?) -> [String] {
    switch own {
    case nil, .word: []
    case .allow(let members), .deny(let members): members.isEmpty ? [] : [""]
    }
  }

  private func listLines(_ value: Value, on ground: Ground) -> [String] {
    switch (self, value) {
    case (.namespaces, _):
      let denied = NamespaceFlag.names.filter { !value.members.contains($0) }
      if value.members.isEmpty { return ["yes"] }
      return [
        denied.count < value.members.count ? "~" + denied.joined(separator: " ") : value.members.joined(separator: " ")
      ]
    case (_, .deny(let members)): return ["~" + members.joined(separator: " ")]
    case (_, .allow(let members)): return [members.isEmpty ? "none" : members.joined(separator: " ")]
    case (_, .word(let word)): return [word]
    }
  }

  /// Each device and each bind rule has a line of its own; everything else is one line of words.
  private func itemLines(_ items: [String], quote: (String) -> String) -> [String] {
    switch self {
    case _ where items.isEmpty: []
    case .binds: items
    case .devices: items.map { "\($0) rw" }
    case .temporaryFileSystems: [items.joined(separator: " ")]
    case .paths: [items.map { quote(Self.optional($0)) }.joined(separator: " ")]
    // A colon would end the source and begin the destination.
    case .bindMounts: [items.map { $0.contains(":") ? "\"\(quote($0))\"" : quote("-\($0)") }.joined(separator: " ")]
    default: [items.map(quote).joined(separator: " ")]
    }
  }
}
