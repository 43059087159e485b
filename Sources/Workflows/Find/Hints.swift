import Sandboxing
import Trials

/// What a healthy run lets one expect of restrictions. Hints change how many trials a search needs, never what it finds.
enum Hints {
  /// By rank, the chance that a candidate breaks something, where the run says more than the prior does.
  static func probabilities(
    for restrictions: [Restriction], after sightings: Sightings, expecting expected: Sandbox = .empty
  ) -> [Int: Double] {
    let expected = Set(expected.restrictions)
    let pairs = restrictions.enumerated().compactMap { rank, restriction in
      (expected.contains(restriction) ? unlikely : probability(of: restriction, after: sightings)).map { (rank, $0) }
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private static func probability(of restriction: Restriction, after sightings: Sightings) -> Double? {
    let observation = sightings.observation
    switch (restriction.directive, restriction.value) {
    case ("PrivateNetwork", _), ("IPAddressDeny", _), ("IPAddressAllow", _), ("SocketBindAllow", _):
      return observation.boundPorts.isEmpty ? nil : likely
    case ("RestrictAddressFamilies", "none"): return sightings.addressFamilies.isEmpty ? nil : likely
    case ("RestrictAddressFamilies", _):
      return restriction.deniedMember.flatMap { sightings.addressFamilies.contains($0) ? likely : nil }
    case ("MemoryDenyWriteExecute", _): return sightings.mapsWritableExecutable ? likely : nil
    case ("CapabilityBoundingSet", "~CAP_SETUID"), ("CapabilityBoundingSet", "~CAP_SETGID"),
      ("SystemCallFilter", "~@setuid"), ("SystemCallFilter", "~@privileged"), ("PrivateUsers", _), ("DynamicUser", _):
      return sightings.dropsRoot ? likely : nil
    case ("ReadWritePaths", _), ("BindPaths", _), ("ExecPaths", _): return evens
    default: return nil
    }
  }

  /// It passed before: an upgrade that breaks anything breaks little.
  private static let unlikely = 0.002
  /// Seen in use: it breaks unless the service can do without.
  private static let likely = 0.9
  /// Used, but who knows what for.
  private static let evens = 0.6
}
