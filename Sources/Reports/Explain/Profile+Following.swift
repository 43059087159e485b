import Ledger
import Profiles
import Sandboxing
import Workflows

extension Profile {
  /// What the sandbox is laid on, as far as a profile tells: the unit's own settings are not in it, nor which system calls are
  /// in which groups.
  func context(groups: [String: [String]] = [:]) -> ServiceContext {
    ServiceContext(
      platform: Platform(
        systemdVersion: environment.systemdNumber, capabilities: Capability.names, systemCallGroups: groups),
      observed: installedObservation)
  }

  /// What the drop-in sets that is no restriction of its own and follows from others: `AmbientCapabilities=`, `Group=`,
  /// the lists of what is allowed back.
  func following(on context: ServiceContext) -> [Explanation.Entry] {
    let rendering = Rendering(of: kept, on: context)
    let restricting = Set(kept.restrictions.map(\.directive))
    let names = rendering.settings.map(\.directive.name).filter { !restricting.contains($0) }
    let without = Dictionary(
      uniqueKeysWithValues: (names.isEmpty ? [] : restricting).map { cause in
        (cause, Rendering(of: Sandbox(kept.restrictions.filter { $0.directive != cause }), on: context))
      })
    return names.compactMap { name in
      guard let value = rendering.effectiveValue(of: name) else { return nil }
      let causes = without.filter { $0.value.effectiveValue(of: name) != value }.keys.sorted().map { "\($0)=" }
      return .init(
        restriction: Restriction(name, value),
        fate: .other(
          "follows",
          reason: "the drop-in sets it because of \(causes.joined(separator: ", ")), unless the unit has it by itself"))
    }
  }
}

extension RunEnvironment {
  /// The number that systemd's version begins with: 252 of `252.39-1~deb12u1`.
  fileprivate var systemdNumber: Int { Int(systemd.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0 }
}
