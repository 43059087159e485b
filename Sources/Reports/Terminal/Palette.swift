/// How a terminal is told to set text off: with colours, or not at all.
public struct Palette: Hashable, Sendable {
  /// What text is set off for.
  public enum Role: Int, Sendable, CaseIterable {
    /// A heading, or what a line is about.
    case strong = 1
    /// What is there for those who look closer.
    case faint = 2
    /// Something that did not work.
    case bad = 31
    /// Something that did.
    case good = 32
    /// Something to think about.
    case caution = 33
  }

  private let isColored: Bool

  /// Nothing is set off.
  public static let plain = Palette(isColored: false)
  /// Text is set off with the eight colours that every terminal has (ECMA-48, "Select Graphic Rendition").
  public static let colored = Palette(isColored: true)

  /// The text, set off; it must be safe for a terminal already.
  public func paint(_ text: String, _ role: Role) -> String {
    isColored && !text.isEmpty ? "\u{1b}[\(role.rawValue)m\(text)\u{1b}[0m" : text
  }

  /// Whether colours are wanted, by the rules of systemd's own tools (systemd.environment(7), `SYSTEMD_COLORS`): that
  /// variable decides where it is set, then `NO_COLOR`, and then only a terminal that is not dumb gets colours.
  static func usesColor(onTerminal isTerminal: Bool, _ environment: [String: String]) -> Bool {
    switch environment["SYSTEMD_COLORS"]?.lowercased() {
    case "1", "yes", "y", "true", "t", "on", "16", "256", "24bit": return true
    case "0", "no", "n", "false", "f", "off": return false
    default: break
    }
    if environment["NO_COLOR"] != nil { return false }
    return isTerminal && Terminal.movesCursor(environment)
  }
}
