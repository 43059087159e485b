import Glibc

extension Recipe {
  /// Whether it is for a unit.
  ///
  /// - Parameters:
  ///   - names: all names of the unit.
  ///   - package: the package that has its file; nil where none has or nobody knows.
  /// - Returns: whether both fit.
  public func isFor(unit names: [String], of package: String?) -> Bool {
    guard names.contains(where: { name in units.contains { Self.matches(name, $0) } }) else { return false }
    // Whoever made the unit by hand calls it what it is.
    guard let package, !packages.isEmpty else { return true }
    // dpkg has `libc6:amd64`.
    let plain = String(package.prefix { $0 != ":" })
    return packages.contains { Self.matches(plain, $0) }
  }

  /// Whether a name fits a pattern of glob(7).
  public static func matches(_ name: String, _ pattern: String) -> Bool { fnmatch(pattern, name, 0) == 0 }
}

extension RecipeLibrary {
  /// The recipe for a unit. Of several the one that names it outright counts.
  ///
  /// - Parameters:
  ///   - names: all names of the unit.
  ///   - package: as ``Recipe/isFor(unit:of:)`` has it; asked only where a name fits.
  /// - Returns: the recipe; nil where there is none.
  public func recipe(forUnit names: [String], of package: () -> String?) -> Recipe? {
    let named = recipes.filter { $0.isFor(unit: names, of: nil) }
    guard !named.isEmpty else { return nil }
    let owner = package()
    let fitting = named.filter { $0.isFor(unit: names, of: owner) }
    return fitting.first { $0.units.contains(where: names.contains) } ?? fitting.first
  }
}
