/// A sandbox written out for one service on one system: the same effective values as unit properties, as the lines of a
/// drop-in, and as arguments of systemd-run.
///
/// Every value is whole: the unit's own setting and the restrictions together, never an increment.
public struct Rendering: Sendable {
  /// What is written, in the order in which a drop-in has it: one entry for each directive whose value the sandbox
  /// changes.
  public let settings: [Setting]
  /// What the service runs under: the effects of the unit's own settings and of the sandbox.
  public let effects: Effects
  let context: ServiceContext

  /// Writes out a sandbox. Restrictions that the catalogue does not know have no effect.
  public init(of sandbox: Sandbox, on context: ServiceContext) {
    var effects = context.inForce
    for restriction in sandbox.restrictions {
      guard let directive = Catalogue.directive(restriction.directive) else { continue }
      effects.insert(directive.members(of: restriction.value, on: context), of: directive.name)
      effects = effects.adding(directive.brings)
    }
    self.context = context
    self.effects = effects
    settings = Catalogue.byTheme.compactMap { directive in
      guard let value = directive.value(under: effects, on: context), value != context.values[directive.name]
      else { return nil }
      return Setting(directive: directive, value: value)
    }
  }

  /// The properties for `StartTransientUnit`; each replaces the unit's own property of that name.
  public var properties: [UnitProperty] {
    settings.flatMap { $0.directive.form.properties($0.directive.name, $0.value, on: context) }
  }

  /// What to give systemd-run before the command, for the same sandbox: `-p`, `ProtectSystem=strict`, … One word each,
  /// not quoted for a shell.
  public var systemdRunArguments: [String] {
    settings.flatMap { setting in
      let form = setting.directive.form
      let name = form.property(setting.directive.name, setting.value, on: context).name
      return form.arguments(setting.value, on: context).flatMap { ["-p", "\(name)=\($0)"] }
    }
  }

  /// The effective value of a directive under the sandbox in the words of a unit file, for reports; nil where the sandbox
  /// leaves it alone.
  public func effectiveValue(of directive: String) -> String? {
    settings.first { $0.directive.name == directive }.map { setting in
      setting.directive.form.arguments(setting.value, on: context).joined(separator: " ")
    }
  }
}

/// A directive and what it is set to.
public struct Setting: Sendable {
  /// The directive.
  public let directive: Directive
  /// Its value.
  public let value: Value
}

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
