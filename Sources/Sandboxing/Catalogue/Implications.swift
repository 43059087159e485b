/// One directive that comes with another (systemd.exec(5)).
public struct Implication: Hashable, Sendable {
  /// The effect that brings it.
  public let cause: Effect
  /// The effects that come with it.
  public let consequences: [Effect]
  /// Whether systemd shows the consequence among the unit's loaded properties, so that `systemd-analyze security` counts
  /// it. What it does only when it starts a process is worth writing down.
  public let isLoaded: Bool

  private init(_ directive: String, _ rung: String, _ consequences: [Effect], isLoaded: Bool = true) {
    cause = Effect(directive, rung)
    self.consequences = consequences
    self.isLoaded = isLoaded
  }

  /// All that the catalogue's directives imply of each other.
  public static let all: [Implication] = [
    Implication(
      "DynamicUser", "yes",
      [
        Effect("ProtectSystem", "strict"), Effect("ProtectHome", "read-only"), Effect("PrivateTmp", "yes"),
        Effect("RemoveIPC", "yes"), Effect("NoNewPrivileges", "yes"), Effect("RestrictSUIDSGID", "yes"),
      ]),
    Implication(
      "PrivateDevices", "yes",
      [
        Effect("DevicePolicy", "closed"), Effect("CapabilityBoundingSet", "CAP_MKNOD"),
        Effect("CapabilityBoundingSet", "CAP_SYS_RAWIO"),
      ]),
    Implication("ProtectKernelModules", "yes", [Effect("CapabilityBoundingSet", "CAP_SYS_MODULE")]),
    Implication("ProtectKernelLogs", "yes", [Effect("CapabilityBoundingSet", "CAP_SYSLOG")]),
    Implication(
      "ProtectClock", "yes",
      [Effect("CapabilityBoundingSet", "CAP_SYS_TIME"), Effect("CapabilityBoundingSet", "CAP_WAKE_ALARM")]),
    Implication("PrivateNetwork", "yes", [Effect("PrivateMounts", "yes")], isLoaded: false),
    Implication("PrivateDevices", "yes", [Effect("PrivateMounts", "yes")], isLoaded: false),
    Implication("ProtectSystem", "yes", [Effect("PrivateMounts", "yes")], isLoaded: false),
    Implication("ProtectHome", "read-only", [Effect("PrivateMounts", "yes")], isLoaded: false),
    Implication("PrivateTmp", "yes", [Effect("PrivateMounts", "yes")], isLoaded: false),
    Implication("ProtectKernelTunables", "yes", [Effect("PrivateMounts", "yes")], isLoaded: false),
    Implication("ProtectControlGroups", "read-only", [Effect("PrivateMounts", "yes")], isLoaded: false),
  ]

  /// What comes with these effects.
  static func consequences(of effects: Effects) -> [Effect] {
    all.filter { $0.isLoaded && effects.contains($0.cause) }.flatMap(\.consequences)
  }

  /// The directives that need no line: all that the sandbox wants of them comes with others.
  static func implied(by effects: Effects, of settings: [Setting], on context: ServiceContext) -> Set<String> {
    let consequences = consequences(of: effects)
    let names = settings.map(\.directive).filter { directive in
      // With what the causes bring added to what the unit has, would writing the value still change anything?
      let brought = Set(consequences.filter { $0.directive == directive.name })
      guard !brought.isEmpty else { return false }
      let closed = brought.flatMap { Self.withLowerRungs($0, of: directive, on: context) }
      return directive.value(under: context.inForce.adding(closed), on: context)
        == directive.value(under: effects, on: context)
    }
    return Set(names.map(\.name))
  }

  private static func withLowerRungs(_ effect: Effect, of directive: Directive, on context: ServiceContext) -> [Effect]
  {
    let rung = directive.rungs.first { $0.value == effect.member }
    return rung?.effects(on: context.platform).map { Effect(effect.directive, $0) } ?? [effect]
  }
}
