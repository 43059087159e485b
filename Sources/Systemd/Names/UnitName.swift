import Sandboxing

/// A unit's name, held to systemd's rules before anybody else sees it (systemd.unit(5), "Description").
public struct UnitName: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is no unit name.
  public struct Invalid: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence that says what to write instead.
    public let description: String
  }

  /// The types a unit can have, which are the endings of their names.
  public static let types: Set = [
    "service", "socket", "target", "device", "mount", "automount", "swap", "timer", "path", "slice", "scope",
  ]
  /// One more than the longest name.
  private static let limit = 256
  private static let alphabet = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:-_.\\@".utf8)

  /// The whole name: `postgresql@15-main.service`.
  public let description: String
  /// What stands before the `@` or, where there is none, before the type: `postgresql`.
  public let prefix: String
  /// What stands behind the `@`; empty for a template, nil where there is no `@`.
  public let instance: String?
  /// The unit's type: `service`.
  public let type: String

  /// Takes a name as people write it; one that names no type gets `.service`, as in systemctl(1).
  ///
  /// - Throws: ``Invalid``.
  public init(_ text: String) throws(Invalid) {
    let shown = Self.shown(text)
    guard !text.isEmpty else { throw Invalid(description: "A unit name is missing; name one, such as nginx.service.") }
    guard !text.hasPrefix("-") else {
      throw Invalid(description: "\(shown) is not a unit name: it begins with a dash, as options do.")
    }
    if let stranger = text.unicodeScalars.first(where: { !$0.isASCII || !Self.alphabet.contains(UInt8($0.value)) }) {
      throw Invalid(
        description: "\(shown) is not a unit name: \(Self.shown(String(stranger))) cannot be part of one; "
          + "use letters, digits and :-_.\\@ (systemd-escape makes such names).")
    }
    let stem = text.lastIndex(of: ".").map { (String(text[..<$0]), String(text[text.index(after: $0)...])) }
    let name: String
    if let (stem, type) = stem, Self.types.contains(type) {
      (name, self.type) = (stem, type)
    } else {
      (name, self.type) = (text, "service")
    }
    description = name + "." + self.type
    guard description.utf8.count < Self.limit else {
      throw Invalid(description: "\(shown) is not a unit name: it is longer than \(Self.limit - 1) characters.")
    }
    guard !name.isEmpty, !name.hasPrefix("@"), !name.hasPrefix(".") else {
      throw Invalid(description: "\(shown) is not a unit name: nothing stands before its type, @ or dot.")
    }
    if let at = name.firstIndex(of: "@") {
      prefix = String(name[..<at])
      instance = String(name[name.index(after: at)...])
    } else {
      prefix = name
      instance = nil
    }
  }

  /// Whether it names a template, which cannot run before it is given an instance.
  public var isTemplate: Bool { instance == "" }

  /// The template that an instance is made from: `postgresql@.service`; nil for other units.
  public var template: String? {
    guard let instance, !instance.isEmpty else { return nil }
    return "\(prefix)@.\(type)"
  }

  /// Those of many names of its type that a person who misspelt one may have meant by it.
  public func similar(among names: [String]) -> [String] {
    let ending = ".\(type)"
    func stem(_ name: String) -> String { String(name.dropLast(ending.count)) }
    let stems = names.filter { $0.hasSuffix(ending) }.map(stem)
    return SimilarNames.nearest(to: stem(description), among: stems).map { $0 + ending }
  }

  /// A hostile text made fit for one line of a terminal.
  private static func shown(_ text: String) -> String {
    let safe = text.unicodeScalars.prefix(80).map { $0.properties.generalCategory == .control ? "?" : String($0) }
    return "\"" + safe.joined() + (text.unicodeScalars.count > 80 ? "…" : "") + "\""
  }
}

extension UnitName {
  /// Makes any text fit for a unit name (systemd.unit(5), "String Escaping for Inclusion in Unit Names").
  public static func escape(_ text: String) -> String {
    var escaped = ""
    for (index, byte) in text.utf8.enumerated() {
      let isPlain = alphabet.contains(byte) && !Array("-\\@".utf8).contains(byte)
      if byte == UInt8(ascii: "/") {
        escaped += "-"
      } else if isPlain && !(index == 0 && byte == UInt8(ascii: ".")) {
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        escaped += "\\x" + hexadecimal(byte)
      }
    }
    return escaped
  }

  /// Makes a path fit for a unit name: `/var/lib/x y` is `var-lib-x\x20y`, and `/` is `-`.
  public static func escape(path: String) -> String {
    let components = path.split(separator: "/").filter { $0 != "." }
    return components.isEmpty ? "-" : escape(components.joined(separator: "/"))
  }

  /// The object on the bus that stands for a unit: everything but letters and digits, and a digit that comes first, is an
  /// underscore and two hexadecimal digits.
  public static func objectPath(of unit: String) -> String {
    var label = ""
    for (index, byte) in unit.utf8.enumerated() {
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      if isLetter || isDigit && index > 0 {
        label.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        label += "_" + hexadecimal(byte)
      }
    }
    return "/org/freedesktop/systemd1/unit/" + (label.isEmpty ? "_" : label)
  }
}

/// Two hexadecimal digits, as D-Bus paths, unit names and IDs write a byte.
func hexadecimal(_ byte: UInt8) -> String {
  let text = String(byte, radix: 16)
  return byte < 16 ? "0" + text : text
}
