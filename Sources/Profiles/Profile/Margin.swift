/// How far a sandbox stays away from what its service may do on another day than that of its health check.
public enum Margin: String, Hashable, Sendable, Codable, CaseIterable {
  /// Just what the health check bears.
  case none
  /// All of it but what denies something that the service is known to do, from whatever source, or that goes together with
  /// that.
  case usual
  /// Only what cannot matter to it, and what the health check was seen to ask for and to bear.
  case wide
}
