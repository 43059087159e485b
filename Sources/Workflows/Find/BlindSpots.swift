import Sandboxing
import Trials

/// A restriction that passed, and is not kept all the same.
public struct Withheld: Hashable, Sendable, Codable {
  /// The restriction.
  public let restriction: Restriction
  /// What the service was seen to use that it denies, as a phrase: `it listens on tcp:5432`.
  public let seen: String
  /// Which probe would show whether the service needs it, as a phrase.
  public let probe: String
}

/// Guards against health checks that do not look: a restriction that denies what the service was seen to use, and passes
/// nevertheless, says more about the health check than about the service.
enum BlindSpots {
  /// What of a sandbox that passed is not to be kept.
  static func withheld(from passed: Sandbox, after runtime: RuntimeObservation, on context: ServiceContext)
    -> [Withheld]
  {
    let observation = runtime.observation
    return passed.restrictions.compactMap { restriction in
      switch (restriction.directive, restriction.value) {
      case ("PrivateNetwork", _), ("IPAddressDeny", _), ("IPAddressAllow", _):
        return networking(restriction, runtime)
      case ("RestrictAddressFamilies", "none"):
        return runtime.addressFamilies.isEmpty ? nil : networking(restriction, runtime)
      case ("RestrictAddressFamilies", _):
        guard let family = restriction.deniedMember, runtime.addressFamilies.contains(family) else { return nil }
        return networking(restriction, runtime)
      case ("SocketBindAllow", _):
        guard let port = restriction.deniedMember, observation.boundPorts.contains(port) else { return nil }
        return listening(restriction, on: [port])
      case ("RestrictNamespaces", _):
        let denied = restriction.deniedMember.map { runtime.namespaces.intersection([$0]) } ?? runtime.namespaces
        guard !denied.isEmpty else { return nil }
        return Withheld(
          restriction: restriction, seen: "it made namespaces (\(denied.sorted().joined(separator: ", ")))",
          probe: "a command that fails where its processes are not in namespaces of their own (lsns)")
      case ("ExecPaths", _):
        guard let program = restriction.deniedMember.flatMap(runtime.program) else { return nil }
        return Withheld(
          restriction: restriction, seen: "it ran \(program)",
          probe: "a command that fails where \(program) does not run")
      case ("ReadWritePaths", _), ("BindPaths", _):
        guard let path = restriction.deniedMember, observation.writtenDirectories.contains(path) else { return nil }
        return Withheld(
          restriction: restriction, seen: "it wrote in \(path)",
          probe: "a command that fails when nothing new appears in \(path)")
      default: return nil
      }
    }
  }

  private static func networking(_ restriction: Restriction, _ runtime: RuntimeObservation) -> Withheld? {
    if !runtime.observation.boundPorts.isEmpty {
      return listening(restriction, on: runtime.observation.boundPorts)
    }
    guard !runtime.connections.isEmpty else { return nil }
    let peers = runtime.connections.sorted().joined(separator: ", ")
    return Withheld(
      restriction: restriction, seen: "it was connected to \(peers)",
      probe: "a command that fails when it cannot reach \(peers)")
  }

  private static func listening(_ restriction: Restriction, on ports: [String]) -> Withheld {
    Withheld(
      restriction: restriction, seen: "it listens on \(ports.joined(separator: ", "))",
      probe: ports.first { $0.hasPrefix("tcp:") }.map { "--health-tcp 127.0.0.1:\($0.dropFirst(4))" }
        ?? "a command that asks it over the network")
  }
}
