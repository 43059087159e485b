import Sandboxing
import Trials

/// Where a service is, as far as a recipe asks: what it waits on, and what it was started with.
public struct SeenService: Hashable, Sendable {
  /// Where it waits over the network: `tcp:127.0.0.1:80`, `udp:[::]:53`.
  public var listeners: Set<String>
  /// The sockets with a path on which it waits.
  public var sockets: Set<String>
  /// The words of its command lines.
  public var arguments: [String]

  /// A service by what was seen of it.
  public init(listeners: Set<String> = [], sockets: Set<String> = [], arguments: [String] = []) {
    self.listeners = listeners
    self.sockets = sockets
    self.arguments = arguments
  }

  /// A service by what a run of it showed.
  public init(_ runtime: RuntimeObservation, of service: LoadedService) {
    self.init(
      listeners: runtime.listeners ?? [], sockets: Set((runtime.unixListeners ?? []).map(\.path)),
      arguments: (service.properties["ExecStart"]?.elements ?? []).flatMap { command in
        command.elements.flatMap { $0.count > 1 ? $0[1].texts : nil } ?? []
      })
  }
}
