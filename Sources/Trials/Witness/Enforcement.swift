/// Whether a manager really does what a restriction says.
public enum Enforcement: String, Hashable, Sendable, Codable, CaseIterable {
  /// Its act is allowed without it and denied with it.
  case enforced
  /// Its act is denied with and without it: whatever denies it, the service was tried under that too.
  case masked
  /// Its act is allowed with it: accepted, and not enforced.
  case notEnforced = "not-enforced"
  /// This system does not have it.
  case notSupported = "not-supported"
}
