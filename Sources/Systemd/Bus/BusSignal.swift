import Sandboxing

/// A signal that came over the bus.
public struct BusSignal: Hashable, Sendable {
  /// The object that sent it.
  public let path: String
  /// The interface that it belongs to.
  public let interface: String
  /// Its name: `JobRemoved`.
  public let member: String
  /// Its arguments.
  public let arguments: [BusValue]
}

/// Which signals somebody wants: what a bus calls a match rule (D-Bus Specification, "Match Rules"). What is nil
/// matches everything.
public struct SignalRule: Hashable, Sendable {
  /// Exactly this object…
  public var path: String?
  /// …or this object and all below it.
  public var pathNamespace: String?
  /// The interface.
  public var interface: String?
  /// The signal's name.
  public var member: String?

  /// A rule of these parts.
  public init(
    path: String? = nil, pathNamespace: String? = nil, interface: String? = nil, member: String? = nil
  ) {
    self.path = path
    self.pathNamespace = pathNamespace
    self.interface = interface
    self.member = member
  }

  /// The rule as `AddMatch` takes it. Paths, interfaces and names cannot hold a quote, so that nothing is escaped.
  func text(sender: String) -> String {
    var parts = ["type='signal'", "sender='\(sender)'"]
    for (key, value) in [
      ("path", path), ("path_namespace", pathNamespace), ("interface", interface), ("member", member),
    ] {
      if let value { parts.append("\(key)='\(value)'") }
    }
    return parts.joined(separator: ",")
  }

  /// Whether a signal with this head is wanted.
  func matches(path: String, interface: String, member: String) -> Bool {
    if let wanted = self.path, wanted != path { return false }
    if let prefix = pathNamespace, path != prefix, !path.hasPrefix(prefix + "/"), prefix != "/" { return false }
    if let wanted = self.interface, wanted != interface { return false }
    if let wanted = self.member, wanted != member { return false }
    return true
  }
}
