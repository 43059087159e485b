extension Directive {
  /// The value that the unit has by itself, in the words of a unit file; nil where it has none or the default.
  func ownValue(on ground: Ground) -> String? {
    if case .booleanOrWord(let extended) = form, let value = ground.base[extended.name] {
      return Self.canonical(value.text ?? value.elements?.first?.text)
    }
    guard let value = ground.base[name] else { return nil }
    switch form {
    case .boolean, .booleanOrWord: return value.truth.map { $0 ? "yes" : "no" }
    case .word: return Self.canonical(value.text)
    case .words: return value.texts?.joined(separator: " ")
    case .namespaces: return value.unsigned == 0 ? "yes" : nil
    case .mode: return value.unsigned.map { String($0, radix: 8) }
    }
  }

  /// The names that systemd itself reports for what people write as `yes`.
  private static func canonical(_ word: String?) -> String? {
    switch word {
    case "connected", "self", "true": "yes"
    default: word
    }
  }
}
