import Sandboxing
import Trials

/// Tells for each rejected restriction why the service does not work with it: what it is known to use of what is denied,
/// and what was said where it failed.
struct RejectionReasons {
  let universe: Universe
  let context: ServiceContext
  /// What the service was seen to use without restrictions.
  let runtime: RuntimeObservation
  /// What it works with: that these deny something is no reason.
  let kept: Sandbox
  /// What its log says in trials that pass (``LogLine``).
  let usualLines: Set<String>

  /// The same about other candidates.
  func about(_ universe: Universe) -> RejectionReasons {
    RejectionReasons(universe: universe, context: context, runtime: runtime, kept: kept, usualLines: usualLines)
  }

  /// Why the service does not work with a candidate, of which a failed trial left this.
  func reason(for candidate: Candidate, _ evidence: Evidence) -> FailureReason {
    var reason = FailureReason(for: evidence, besides: usualLines)
    reason.denies = use(of: candidate, said: reason.says)
    return reason
  }

  /// What the service is known to use that a candidate denies, as a phrase; what the log names comes first.
  private func use(of candidate: Candidate, said: String) -> String? {
    let restriction = candidate.restriction
    switch restriction.directive {
    case "SystemCallFilter": return calls(candidate.deniedSystemCalls, said: said)
    case "CapabilityBoundingSet": return restriction.deniedMember.flatMap { use(of: $0, said: said) }
    case "RestrictAddressFamilies" where restriction.deniedMember == "AF_UNIX" && reportsToManager:
      return "it tells systemd over AF_UNIX when it is ready"
    case "MemoryDenyWriteExecute" where runtime.mapsWritableExecutable: return "it maps memory to write and execute"
    case "PrivateDevices", "DevicePolicy", "DeviceAllow":
      return runtime.observation.devices.isEmpty ? nil : "it opened \(Self.list(runtime.observation.devices))"
    case "NoExecPaths" where !runtime.observation.executedDirectories.isEmpty:
      return "it runs code in \(Self.list(runtime.observation.executedDirectories))"
    case "ExecPaths":
      if let path = restriction.deniedMember, runtime.observation.executedDirectories.contains(path) {
        return "it runs code in \(path)"
      }
    case "ProtectSystem":
      let written = runtime.observation.writtenDirectories
      return written.isEmpty || restriction.value != "strict" ? nil : "it wrote in \(Self.list(written))"
    case "User", "DynamicUser": return context.runsAsRoot ? "it starts as root" : nil
    case "PrivateUsers" where !privilegedPorts.isEmpty: return "it listens on \(Self.list(privilegedPorts))"
    default: break
    }
    // The same that a health check is told to look at, where it does not notice.
    return BlindSpots.withheld(from: Sandbox([restriction]), after: runtime, on: context).first?.seen
      ?? Self.need(shownBy: restriction) ?? families(deniedBy: restriction)
  }

  /// The few families that a restriction takes away beyond what is kept: what works with all else needs one of these.
  private func families(deniedBy restriction: Restriction) -> String? {
    let denied = Catalogue.effects(of: restriction, on: context).filter { $0.directive == "RestrictAddressFamilies" }
    let kept = Rendering(of: kept, on: context).effects.members(of: "RestrictAddressFamilies")
    let needed = Set(denied.map(\.member)).subtracting(kept)
    return (1...4).contains(needed.count) ? "it needs sockets of \(Self.list(needed.sorted()))" : nil
  }

  /// What a service needs is shown by its failure where a restriction denies nothing but that.
  static func need(shownBy restriction: Restriction) -> String? {
    if restriction.directive == "MemoryDenyWriteExecute" { return "it needs memory that is writable and executable" }
    if restriction.directive == "ProtectHome", restriction.value != "read-only" {
      return "it needs what is in /home, /root or /run/user"
    }
    let path = restriction.directive == "InaccessiblePaths" ? restriction.value : restriction.deniedMember ?? ""
    return path.hasPrefix("/") ? "it needs what is in \(path)" : nil
  }

  /// The calls of a filter that the service was heard to make, and does not make under what is kept.
  private func calls(_ denied: [String], said: String) -> String? {
    guard let heard = runtime.systemCalls?.union(SystemCallHabits.loading) else { return nil }
    let keptEffects = Rendering(of: kept, on: context).effects.members(of: "SystemCallFilter")
    let made = Set(denied).intersection(heard).subtracting(keptEffects)
    return made.isEmpty ? nil : "it calls \(Self.list(made.sorted(), first: said))"
  }

  private func use(of capability: String, said: String) -> String? {
    let made = Catalogue.systemCalls(needing: capability).intersection(runtime.systemCalls ?? [])
    if !made.isEmpty { return "it calls \(Self.list(made.sorted(), first: said))" }
    if capability == "CAP_NET_BIND_SERVICE", !privilegedPorts.isEmpty {
      return "it listens on \(Self.list(privilegedPorts))"
    }
    guard let number = context.platform.capabilities.firstIndex(of: capability), number < 64,
      runtime.effectiveCapabilities & 1 << UInt64(number) != 0
    else { return nil }
    return "it holds \(capability)"
  }

  /// Whether it reports to the manager by itself, over a socket (sd_notify(3), or the bus).
  private var reportsToManager: Bool { ["notify", "notify-reload", "dbus"].contains(context.base["Type"]?.text ?? "") }

  /// Those that only root may bind (ip(7)).
  private var privilegedPorts: [String] {
    runtime.observation.boundPorts.filter { port in
      port.split(separator: ":").last.flatMap { Int($0) }.map { $0 < 1024 } ?? false
    }
  }

  /// A few of many names, those first that a text has.
  private static func list(_ names: [String], first text: String = "") -> String {
    let most = 4
    let words = Set(text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    let ordered = names.filter(words.contains) + names.filter { !words.contains($0) }
    let rest = ordered.count > most ? " and \(ordered.count - most) more" : ""
    return ordered.prefix(most).joined(separator: ", ") + rest
  }
}
