/// One property of a unit as `StartTransientUnit` takes it: a name and a typed value (org.freedesktop.systemd1(5)).
public struct UnitProperty: Hashable, Sendable {
  /// The name on the bus, which is not always the directive's: `PrivateTmpEx`, `ExecStartEx`.
  public let name: String
  /// Its value, without the variant around it.
  public let value: BusValue

  /// A property by name and value.
  public init(_ name: String, _ value: BusValue) {
    self.name = name
    self.value = value
  }
}
