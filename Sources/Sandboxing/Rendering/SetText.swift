/// Sets as they come from the manager, in the words in which unit files have them.
public enum SetText {
  /// The types of namespaces in a mask of `RestrictNamespaces=`.
  public static func namespaces(_ mask: UInt64) -> [String] { Namespace.names(in: mask) }

  /// The ranges of an `a(iayu)`, named where they have a name: `localhost`.
  public static func addresses(_ value: BusValue) -> [String] { AddressRange.names(in: value) }

  /// The rules of an `a(iiqq)`: `tcp:80`.
  public static func socketBinds(_ value: BusValue) -> [String] {
    (value.elements ?? []).compactMap { SocketBind($0)?.description }
  }

  /// A value of `SystemCallErrorNumber=`.
  public static func errorNumber(_ number: UInt64) -> String? { ErrorNumber.text(number) }
}
