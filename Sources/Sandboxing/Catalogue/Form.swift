/// How a directive's value travels over D-Bus (src/core/dbus-execute.c, src/shared/bus-unit-util.c). What it looks like in
/// a unit file follows from the same form, so that the two cannot disagree.
public enum Form: Hashable, Sendable {
  /// `b`, written `yes` or `no`.
  case boolean
  /// `s`.
  case word
  /// `b` for yes and no; any other value travels under another name, from a certain systemd version on.
  case booleanOrWord(Extended)
  /// `as`, written on one line.
  case words
  /// `t`, the mask of what may be made (clone(2)); written `yes` where that is nothing.
  case namespaces
  /// `u`, written in octal.
  case mode

  /// The second name of a boolean directive that later got more values: `PrivateTmpEx`.
  public struct Extended: Hashable, Sendable {
    /// The name on the bus.
    public let name: String
    /// `(ss)`, value and argument, rather than `s`.
    public let takesArgument: Bool

    /// A second name.
    public init(_ name: String, takesArgument: Bool = false) {
      self.name = name
      self.takesArgument = takesArgument
    }
  }
}
