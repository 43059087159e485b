import Profiles
import Sandboxing
import Workflows

/// The kept directives under one heading.
public struct KeptTheme: Sendable {
  /// The heading.
  public let name: String
  /// The directives, in the catalogue's order.
  public let directives: [KeptDirective]

  /// Everything that a profile keeps.
  static func all(in profile: Profile, rendering: Rendering?) -> [KeptTheme] {
    let restrictions = Dictionary(grouping: profile.kept.restrictions, by: \.directive)
    let directives = Catalogue.directives.compactMap { directive in
      restrictions[directive.name].map { KeptDirective(directive, $0, rendering: rendering) }
    }
    return Theme.allCases.compactMap { theme in
      let directives = directives.filter { $0.theme == theme }
      return directives.isEmpty ? nil : KeptTheme(name: theme.rawValue, directives: directives)
    }
  }
}

/// One directive of the kept sandbox.
public struct KeptDirective: Sendable {
  /// Its name.
  public let name: String
  /// What it is set to, or, where only a saved profile is at hand, what the restrictions say.
  public let value: String
  /// What it takes from an attacker.
  public let why: String
  /// What it can change without any probe noticing.
  public let blindSpot: String?
  /// Where it is documented.
  public let manual: ManualPage
  let theme: Theme

  init(_ directive: Directive, _ restrictions: [Restriction], rendering: Rendering?) {
    name = directive.name
    value = (rendering?.effectiveValue(of: directive.name) ?? Self.value(of: directive, restrictions)).terminalSafe
    why = directive.why
    blindSpot = directive.blindSpot
    manual = directive.manual
    theme = directive.theme
  }

  /// The tightest rung of a ladder; everything that a set denies.
  private static func value(of directive: Directive, _ restrictions: [Restriction]) -> String {
    let values = restrictions.map(\.value)
    if let tightest = directive.rungs.last(where: { values.contains($0.value) }) { return tightest.value }
    return values.joined(separator: " ")
  }
}

extension ManualPage {
  /// The page on the web, at the place where a directive is explained.
  func address(of directive: String) -> String {
    let page = rawValue.prefix { $0 != "(" }
    return "https://www.freedesktop.org/software/systemd/man/latest/\(page).html#\(directive)="
  }
}
