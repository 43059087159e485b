extension Form {
  /// A value as the right-hand sides of lines in a unit file, in their order, on top of what the unit has: an empty one
  /// resets what the next would otherwise only add to.
  func lines(_ name: String, _ value: Value, on context: ServiceContext) -> [String] {
    let own = context.own(name, self)
    switch (self, value) {
    case (_, .word(let word)): return [Quoting.specifiers(word)]
    case (.capabilities, .allow([])): return [""]
    case (.capabilities, _), (.namespaces, _):
      return (addsUp(value, on: context) ? reset(own, on: context) : []) + wholeLines(value, on: context)
    case (.list, .allow([])): return reset(own, on: context) + ["none"]
    case (.list, _), (.systemCalls, _): return reset(own, on: context) + wholeLines(value, on: context)
    // What is added comes first.
    case (.commands, _): return (own?.members.isEmpty == false ? [""] : []) + value.members.map(Quoting.specifiers)
    default:
      let before = own?.members ?? []
      let isAddition = before.allSatisfy(value.members.contains)
      let added = isAddition ? value.members.filter { !before.contains($0) } : value.members
      return (isAddition ? [] : [""]) + itemLines(added, escape: Quoting.specifiers)
    }
  }

  /// A value as the right-hand sides of `systemd-run -p` arguments: whole, and for a unit that has none yet.
  func arguments(_ value: Value, on context: ServiceContext) -> [String] {
    switch (self, value) {
    case (_, .word(let word)): [word]
    case (.capabilities, _), (.namespaces, _), (.list, _), (.systemCalls, _): wholeLines(value, on: context)
    // systemd-run takes a named range, and a command, only alone.
    case (.addresses, _), (.commands, _): value.members
    default: itemLines(value.members, escape: { $0 })
    }
  }

  /// Values of closed universes: what is allowed or, where that is shorter, what is not.
  private func wholeLines(_ value: Value, on context: ServiceContext) -> [String] {
    switch (self, value) {
    case (.systemCalls, _): SystemCallList.shortest(allowing: value, on: context).lines
    case (.namespaces, .allow([])): ["yes"]
    case (.capabilities, _) where addsUp(value, on: context): [value.members.joined(separator: " ")]
    case (.namespaces, _) where addsUp(value, on: context): [value.members.joined(separator: " ")]
    case (.capabilities, _), (.namespaces, _):
      ["~" + universe(on: context).filter { !value.members.contains($0) }.joined(separator: " ")]
    case (_, .deny(let members)): ["~" + members.joined(separator: " ")]
    case (_, .allow(let members)): [members.joined(separator: " ")]
    case (_, .word(let word)): [word]
    }
  }

  /// Whether a mask is written as what it allows: such a line adds to those before it, one with `~` takes from them.
  private func addsUp(_ value: Value, on context: ServiceContext) -> Bool {
    let isYes = self == .namespaces && value.members.isEmpty
    return !isYes && value.members.count * 2 <= universe(on: context).count
  }

  private func universe(on context: ServiceContext) -> [String] {
    self == .capabilities ? context.platform.capabilities : Namespace.known(to: context.platform).map(\.name)
  }

  /// An empty line where the unit has something that has to go.
  private func reset(_ own: Value?, on context: ServiceContext) -> [String] {
    switch (self, own) {
    case (_, nil), (_, .word): []
    case (.capabilities, .allow(let members)), (.namespaces, .allow(let members)):
      members.isEmpty || members.count >= universe(on: context).count ? [] : [""]
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

/// Sets as they come from the manager, in the words in which unit files have them.
public enum SetText {
  /// The types of namespaces in a mask of `RestrictNamespaces=`.
  public static func namespaces(_ mask: UInt64) -> [String] { Namespace.names(in: mask) }

  /// The ranges of an `a(iayu)`, named where they have a name: `localhost`.
  public static func addresses(_ value: BusValue) -> [String] { AddressRange.names(in: value) }

  /// The rules of an `a(iiqq)`: `tcp:80`.
  public static func socketBinds(_ value: BusValue) -> [String] {
    (value.elements ?? []).compactMap { SocketBind($0)?.description }
  }

  /// A value of `SystemCallErrorNumber=`.
  public static func errorNumber(_ number: UInt64) -> String? { ErrorNumber.text(number) }
}
