extension Rendering {
  /// The lines of a drop-in for this sandbox, with its section's header, headings for each theme, and one comment line
  /// above each directive that can surprise.
  ///
  /// - Parameter explicit: Whether to write what others imply as well.
  /// - Returns: Text that ends with a newline.
  public func dropIn(explicit: Bool = false) -> String {
    let implied = explicit ? [] : Implication.implied(by: effects, of: settings, on: context)
    let written = settings.filter { !implied.contains($0.directive.name) }
    var lines = ["[Service]"]
    for theme in Theme.allCases {
      let settings = written.filter { $0.directive.theme == theme }
      if settings.isEmpty { continue }
      lines += ["", "# \(theme.rawValue)"]
      for setting in settings {
        if let blindSpot = setting.directive.blindSpot { lines.append("# \(setting.directive.name): \(blindSpot)") }
        lines += setting.directive.form.lines(setting.directive.name, setting.value, on: context)
          .map { "\(setting.directive.name)=\($0)" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
