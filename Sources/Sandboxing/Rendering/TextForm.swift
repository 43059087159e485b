extension Form {
  /// A value as the right-hand sides of lines in a unit file, in their order, on top of what the unit has: an empty one
  /// resets what the next would otherwise only add to.
  func lines(_ name: String, _ value: Value, on ground: Ground) -> [String] {
    let own = ground.own(name, self)
    switch (self, value) {
    case (_, .word(let word)): return [Quoting.specifiers(word)]
    case (.capabilities, .allow([])): return [""]
    case (.capabilities, _), (.namespaces, _):
      return (addsUp(value, on: ground) ? reset(own, on: ground) : []) + wholeLines(value, on: ground)
    case (.list, .allow([])): return reset(own, on: ground) + ["none"]
    case (.list, _), (.systemCalls, _): return reset(own, on: ground) + wholeLines(value, on: ground)
    default:
      let before = own?.members ?? []
      let isAddition = before.allSatisfy(value.members.contains)
      let added = isAddition ? value.members.filter { !before.contains($0) } : value.members
      return (isAddition ? [] : [""]) + itemLines(added, escape: Quoting.specifiers)
    }
  }

  /// A value as the right-hand sides of `systemd-run -p` arguments: whole, and for a unit that has none yet.
  func arguments(_ value: Value, on ground: Ground) -> [String] {
    switch (self, value) {
    case (_, .word(let word)): [word]
    case (.capabilities, _), (.namespaces, _), (.list, _), (.systemCalls, _): wholeLines(value, on: ground)
    // systemd-run takes a named range only alone.
    case (.addresses, _): value.members
    default: itemLines(value.members, escape: { $0 })
    }
  }

  /// Values of closed universes: what is allowed or, where that is shorter, what is not.
  private func wholeLines(_ value: Value, on ground: Ground) -> [String] {
    switch (self, value) {
    case (.systemCalls, _): SystemCallList.shortest(allowing: value, on: ground).lines
    case (.namespaces, .allow([])): ["yes"]
    case (.capabilities, _) where addsUp(value, on: ground): [value.members.joined(separator: " ")]
    case (.namespaces, _) where addsUp(value, on: ground): [value.members.joined(separator: " ")]
    case (.capabilities, _), (.namespaces, _):
      ["~" + universe(on: ground).filter { !value.members.contains($0) }.joined(separator: " ")]
    case (_, .deny(let members)): ["~" + members.joined(separator: " ")]
    case (_, .allow(let members)): [members.joined(separator: " ")]
    case (_, .word(let word)): [word]
    }
  }

  /// Whether a mask is written as what it allows: such a line adds to those before it, one with `~` takes from them.
  private func addsUp(_ value: Value, on ground: Ground) -> Bool {
    let isYes = self == .namespaces && value.members.isEmpty
    return !isYes && value.members.count * 2 <= universe(on: ground).count
  }

  private func universe(on ground: Ground) -> [String] {
    self == .capabilities ? ground.platform.capabilities : Namespace.known(to: ground.platform).map(\.name)
  }

  /// An empty line where the unit has something that has to go.
  private func reset(_ own: Value?, on ground: Ground) -> [String] {
    switch (self, own) {
    case (_, nil), (_, .word): []
    case (.capabilities, .allow(let members)), (.namespaces, .allow(let members)):
      members.isEmpty || members.count >= universe(on: ground).count ? [] : [""]
    case (_, .allow), (_, .deny): [""]
    }
  }

  /// Each device and each bind rule has a line of its own; everything else is one line of words.
  private func itemLines(_ items: [String], escape: (String) -> String) -> [String] {
    switch self {
    case _ where items.isEmpty: []
    case .binds: items
    case .devices: items.map(escape)
    case .temporaryFileSystems: [items.joined(separator: " ")]
    case .paths, .bindMounts: [items.map { Quoting.word(escape(Self.optional($0))) }.joined(separator: " ")]
    default: [items.map { Quoting.word(escape($0)) }.joined(separator: " ")]
    }
  }
}
