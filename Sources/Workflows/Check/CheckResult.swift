import Profiles
import Sandboxing

/// What became of a saved sandbox.
public struct CheckResult: Sendable {
  /// The profile that was checked.
  public let before: Profile
  /// The profile as it has to be now: what broke is given up, and what can be had besides is in it if it was asked for.
  public let now: Profile
  /// The run that shows it.
  public let found: FindResult

  init(before: Profile, now: Profile, found: FindResult) {
    self.before = before
    self.now = now
    self.found = found
  }

  /// The restrictions that break the service now, each with its proof: the least that has to be given up.
  public var broken: [Rejection] { now.rejected.filter { before.kept.contains($0.restriction) } }

  /// The restrictions that can be had besides.
  public var gained: [Restriction] { now.kept.without(before.kept).restrictions }

  /// The kept restrictions of which no trial could tell.
  public var undecided: [Restriction] { now.undecided.filter(before.kept.contains) }

  /// The kept restrictions that do nothing here any more, and why.
  public var lost: [Remark] {
    (now.notSupported + now.notEnforced).filter { before.kept.contains($0.restriction) }
  }

  /// The profile that is to take the old one's place.
  ///
  /// - Parameters:
  ///   - repairing: whether it does without what broke.
  ///   - tightening: whether it has what can be had besides.
  /// - Returns: the profile; nil where the old one can stay as it is.
  public func replacement(repairing: Bool, tightening: Bool) -> Profile? {
    repairing && (!broken.isEmpty || now.margin != before.margin) || tightening && !gained.isEmpty ? now : nil
  }

  /// How many restrictions the profile keeps that hold.
  public var holding: Int { now.kept.restrictions.count(where: before.kept.contains) }
}
