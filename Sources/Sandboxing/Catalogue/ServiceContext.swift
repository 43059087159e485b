/// What a sandbox is laid on: the system, the settings that the unit has already, and what it was seen to use.
public struct ServiceContext: Sendable {
  /// The system on which the service runs.
  public let platform: Platform
  /// The unit's loaded properties by their name on the bus, without any restriction of Cinch's.
  public let base: [String: BusValue]
  /// What the service used while it ran without restrictions.
  public let observed: Observation
  /// The platform's system calls, worked out once.
  let systemCalls: SystemCallTable
  /// What the unit's own settings take away.
  private(set) var inForce = Effects()
  /// What the directives are set to without any restriction of Cinch's.
  private(set) var values: [String: Value] = [:]

  /// Describes the context for one service on one system.
  public init(platform: Platform, base: [String: BusValue] = [:], observed: Observation = Observation()) {
    self.platform = platform
    self.base = base
    self.observed = observed
    systemCalls = SystemCallTable(platform)
    for directive in Catalogue.directives {
      inForce.insert(directive.membersInForce(on: self), of: directive.name)
    }
    for directive in Catalogue.directives {
      values[directive.name] = directive.value(under: inForce, on: self)
    }
  }
}

extension ServiceContext {
  /// What the unit itself sets a directive to; nil where that is nothing, which a few directives do not tell from the
  /// default.
  func own(_ directive: String, _ form: Form) -> Value? {
    if case .booleanOrWord(let extended) = form, let value = base[extended.name] {
      return (value.text ?? value.elements?.first?.text).map { .word(Self.canonical($0)) }
    }
    if form == .commands {
      return .allow((base["\(directive)Ex"]?.elements ?? []).compactMap { UnitCommand($0)?.description })
    }
    guard let value = base[directive] else { return nil }
    switch form {
    case .boolean, .booleanOrWord: return value.truth.map { .word($0 ? "yes" : "no") }
    case .word: return value.text.flatMap { $0.isEmpty ? nil : .word(Self.canonical($0)) }
    case .mode: return value.unsigned.map { .word(FileMode.text(UInt32(truncatingIfNeeded: $0))) }
    case .limit: return value.unsigned.map { .word($0 == .max ? "infinity" : String($0)) }
    case .errorNumber: return value.unsigned.flatMap(ErrorNumber.text).map(Value.word)
    case .words, .paths: return value.texts.map { .allow($0.map(Self.path)) }
    case .capabilities: return value.unsigned.map { .allow(platform.capabilities(in: $0)) }
    case .namespaces: return value.unsigned.map { .allow(Namespace.names(in: $0)) }
    case .list, .systemCalls: return Self.list(value)
    case .commands: return nil
    case .addresses: return .allow(AddressRange.names(in: value))
    case .binds: return .allow((value.elements ?? []).compactMap { SocketBind($0)?.description })
    case .temporaryFileSystems:
      return .allow(
        (value.elements ?? []).compactMap { mount in
          mount.elements.map { $0.compactMap(\.text).filter { !$0.isEmpty }.joined(separator: ":") }
        })
    case .devices:
      return .allow((value.elements ?? []).compactMap { $0.elements?.compactMap(\.text).joined(separator: " ") })
    case .bindMounts:
      return .allow((value.elements ?? []).compactMap { $0.elements?.first?.text })
    }
  }

  /// What systemd itself reports for what people write as `yes`.
  private static func canonical(_ word: String) -> String {
    switch word {
    case "connected", "self", "true": "yes"
    default: word
    }
  }

  /// An empty deny-list denies nothing, which is the default.
  private static func list(_ value: BusValue) -> Value? {
    guard let parts = value.elements, parts.count == 2, let allow = parts[0].truth, let all = parts[1].texts else {
      return nil
    }
    // A system call can carry the error that it is answered with: `ptrace:EPERM`.
    let members = all.map { String($0.prefix { $0 != ":" }) }
    return allow ? .allow(members) : members.isEmpty ? nil : .deny(members)
  }

  /// A path without the mark for what may be missing, which every path gets anyway. The other mark, `+` for a path within
  /// the unit's root directory, is part of its meaning.
  private static func path(_ text: String) -> String { String(text.trimmingPrefix("-")) }
}

extension Platform {
  /// The capabilities of a mask, as far as this kernel knows them.
  func capabilities(in mask: UInt64) -> [String] {
    capabilities.indices.filter { $0 < 64 && mask & (1 << UInt64($0)) != 0 }.map { capabilities[$0] }
  }

  /// The mask of these capabilities.
  func mask(of names: some Sequence<String>) -> UInt64 {
    names.reduce(0) { mask, name in
      capabilities.firstIndex(of: name).map { mask | 1 << UInt64($0) } ?? mask
    }
  }
}
