extension Directive {
  /// What a restriction takes away, whatever it brings with it included.
  func effects(of value: String, on context: ServiceContext) -> Set<Effect> {
    Set(members(of: value, on: context).map { Effect(name, $0) }).union(brings)
  }

  /// The members of its own that a restriction takes away.
  func members(of value: String, on context: ServiceContext) -> Set<String> {
    switch shape {
    case .set(let set): set.effects(of: value, on: context)
    case .ladder(let rungs): Set(rungs.first { $0.value == value }?.effects(on: context.platform) ?? [])
    }
  }

  /// The members of its own that the unit's own setting takes away.
  func membersInForce(on context: ServiceContext) -> Set<String> {
    switch shape {
    case .set(let set): set.inForce(on: context)
    case .ladder(let rungs):
      Set(rungs.filter { isInForce($0, on: context) }.flatMap { $0.effects(on: context.platform) })
    }
  }

  /// What the directive has to be set to for these effects; nil for the default, or whatever else stands in the unit that
  /// is not one of its rungs.
  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    switch shape {
    case .set(let set): return set.value(under: effects, on: context)
    case .ladder(let rungs):
      let members = effects.members(of: name)
      guard let rung = rungs.last(where: { members.isSuperset(of: $0.effects(on: context.platform)) }) else {
        return nil
      }
      let own = context.own(name, form)
      switch form {
      case .mode:
        guard case .word(let bits) = own else { return .word(rung.value) }
        return .word(FileMode.text(FileMode.bits(bits) | FileMode.bits(rung.value)))
      case .words: return .allow([rung.value])
      case .paths, .addresses, .binds, .temporaryFileSystems:
        let kept = own?.members ?? []
        return .allow(kept.contains(rung.value) ? kept : kept + [rung.value])
      default: return .word(rung.value)
      }
    }
  }

  /// The act that a restriction denies; nil where it has no harmless one of its own, and what proves the directive's
  /// other restrictions has to stand for it.
  public func act(for value: String, on context: ServiceContext) -> Act? {
    switch shape {
    case .set(let set): set.act(for: value, on: context)
    case .ladder(let rungs): rungs.first { $0.value == value }?.act
    }
  }

  private func isInForce(_ rung: Rung, on context: ServiceContext) -> Bool {
    switch context.own(name, form) {
    case nil, .deny: false
    case .word(let word) where form == .mode: FileMode.bits(rung.value) & ~FileMode.bits(word) == 0
    case .word(let word): word == rung.value
    case .allow(let members): form == .words ? members == [rung.value] : members.contains(rung.value)
    }
  }
}

extension Catalogue {
  /// What a restriction takes away; nothing for one that the catalogue does not know.
  public static func effects(of restriction: Restriction, on context: ServiceContext) -> Set<Effect> {
    directive(restriction.directive)?.effects(of: restriction.value, on: context) ?? []
  }

  /// The act that a restriction denies; nil where it has no harmless one of its own.
  public static func act(for restriction: Restriction, on context: ServiceContext) -> Act? {
    directive(restriction.directive)?.act(for: restriction.value, on: context)
  }
}
