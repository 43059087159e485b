import Sandboxing

/// What of a profile a table of thousands needs: which directive came to what, and why. The evidence, which is nearly all of
/// a profile, is not in it.
public struct ProfileDigest: Hashable, Sendable {
  /// The unit's name.
  public var unit: String
  /// What `systemd-analyze security` says of the service without and with the sandbox; nil where it was not asked.
  public var exposure: Exposure?
  /// How far the sandbox stays away from what the service may do on another day.
  public var margin: Margin
  /// The sandbox.
  public var kept: [Restriction]
  /// What the service does not work with, each with its reason in one line.
  public var rejected: [Remark]
  /// What passed and is not kept, each with what the service is known to use of it.
  public var withheld: [Remark]
  /// What does nothing on its system, or cannot be had there.
  public var unavailable: [Remark]
  /// What was left out on somebody's request.
  public var excluded: [Remark]
  /// What the unit had by itself.
  public var alreadySet: [Restriction]

  /// The digest of a profile.
  public init(_ profile: Profile) {
    unit = profile.service.unit
    exposure = profile.exposure
    margin = profile.margin
    kept = profile.kept.restrictions
    rejected = profile.rejected.map { Remark($0.restriction, $0.reason.text) }
    withheld = profile.withheld.map { Remark($0.restriction, $0.seen) }
    unavailable = profile.notEnforced + profile.notSupported
    excluded = profile.excluded
    alreadySet = profile.alreadySet
  }

  init(_ sections: DigestSections) {
    unit = sections.service.unit
    exposure = sections.exposure
    margin = sections.margin
    kept = sections.kept
    rejected = sections.rejected
    withheld = sections.withheld
    unavailable = sections.notEnforced + sections.notSupported
    excluded = sections.excluded
    alreadySet = sections.alreadySet
  }
}
