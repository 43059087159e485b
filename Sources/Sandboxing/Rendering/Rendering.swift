/// A sandbox written out for one service on one system: the same effective values as unit properties, as the lines of a
/// drop-in, and as arguments of systemd-run.
///
/// Every value is whole: the unit's own setting and the restrictions together, never an increment.
public struct Rendering: Sendable {
  /// What is written, in the order in which a drop-in has it.
  public let settings: [Setting]
  let ground: Ground

  /// Writes out a sandbox.
  public init(of sandbox: Sandbox, on ground: Ground) {
    self.ground = ground
    let restrictions = Dictionary(grouping: sandbox.restrictions, by: \.directive)
    settings = Theme.allCases.flatMap { theme in
      Catalogue.directives.filter { $0.theme == theme }.compactMap { directive in
        restrictions[directive.name].flatMap { directive.setting(for: $0, on: ground) }
      }
    }
  }

  /// The properties for `StartTransientUnit`; each replaces the unit's own property of that name.
  public var properties: [UnitProperty] { settings.map { $0.property } }

  /// The effective value of a directive under the sandbox, in the words of a unit file; nil where the sandbox leaves it alone.
  public func effectiveValue(of directive: String) -> String? {
    settings.first { $0.directive.name == directive }?.value
  }
}

/// The effective value of one directive.
public struct Setting: Sendable {
  /// The directive.
  public let directive: Directive
  /// Its value in the words of a unit file.
  public let value: String

  /// The value as a unit property.
  public var property: UnitProperty {
    switch directive.form {
    case .boolean: return UnitProperty(directive.name, .bool(value == "yes"))
    case .word: return UnitProperty(directive.name, .string(value))
    case .words: return UnitProperty(directive.name, .strings(value.split(separator: " ").map(String.init)))
    case .namespaces: return UnitProperty(directive.name, .uint64(0))
    case .mode: return UnitProperty(directive.name, .uint32(mode(value)))
    case .booleanOrWord(let extended):
      guard value != "yes", value != "no" else { return UnitProperty(directive.name, .bool(value == "yes")) }
      let word: BusValue = extended.takesArgument ? .structure([.string(value), .string("")]) : .string(value)
      return UnitProperty(extended.name, word)
    }
  }
}

extension Directive {
  /// The value that these restrictions and the unit's own setting come to.
  func setting(for restrictions: [Restriction], on ground: Ground) -> Setting? {
    let wanted = restrictions.flatMap { restriction in
      rungs.first { $0.value == restriction.value }?.effects ?? []
    }
    let effects = Set(wanted).union(effectsInForce(on: ground).map(\.member))
    guard let rung = rungs.last(where: { effects.isSuperset(of: $0.effects) }) else { return nil }
    guard form == .mode else { return Setting(directive: self, value: rung.value) }
    let bits = mode(rung.value) | mode(ownValue(on: ground) ?? "0")
    let octal = String(bits, radix: 8)
    return Setting(directive: self, value: String(repeating: "0", count: max(0, 4 - octal.count)) + octal)
  }
}
