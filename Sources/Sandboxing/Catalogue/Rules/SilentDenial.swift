/// What tells that a service asked for what a restriction denies and went on without it: a system call that the restriction's
/// filter answered with an error, as the kernel tells.
public struct SilentDenial: Sendable {
  /// Calls of which the filter denies some, by their arguments.
  public let calls: Set<String>
  /// What the service asked for: `memory that is writable and executable`.
  public let wanted: String
  /// The probe that would have shown it.
  public let probe: String
  private let unasked: Set<String>
  private let likely: Set<String>

  /// The denial by a directive's restrictions but those of some values, which deny what libraries try for reasons of their own;
  /// and mostly by those of others.
  init(
    except unasked: Set<String> = [], mostly likely: Set<String> = [], calls: Set<String>, wanted: String, probe: String
  ) {
    (self.unasked, self.likely) = (unasked, likely)
    (self.calls, self.wanted, self.probe) = (calls, wanted, probe)
  }

  /// Whether it is a restriction by which programs are known to be denied something in silence.
  public func isBy(_ restriction: Restriction) -> Bool { !unasked.contains(restriction.value) }

  /// Whether it is a restriction that programs are denied something by more often than by others.
  public func isLikely(_ restriction: Restriction) -> Bool { likely.contains(restriction.value) }
}
