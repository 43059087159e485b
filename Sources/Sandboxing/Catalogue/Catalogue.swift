/// Every directive that Cinch knows. A new one is one entry here and one act.
public enum Catalogue {
  /// All directives, grouped by theme.
  public static let directives: [Directive] =
    identity + fileSystem + devices + kernel + processes + network + systemCalls

  /// All directives as a drop-in lists them.
  static let byTheme = Theme.allCases.flatMap { theme in directives.filter { $0.theme == theme } }

  private static let byName = Dictionary(uniqueKeysWithValues: directives.map { ($0.name, $0) })

  /// The entry of that name; nil where the catalogue has none.
  public static func directive(_ name: String) -> Directive? { byName[name] }

  /// The names on the bus of all that restricts a service and can be taken from it. Which user it runs as is not among
  /// them: its files belong to that user.
  public static let restrictingProperties: Set<String> = {
    let taken = directives.filter { $0.identity != .user && !OwnedPaths.names.contains($0.name) }
    return Set(taken.flatMap { [$0.name] + $0.form.otherNames(of: $0.name) })
  }()
}
