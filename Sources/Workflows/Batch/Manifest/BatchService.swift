/// One service of a batch: an entry of a manifest, complete with what its defaults say.
public struct BatchService: Sendable {
  /// What the entry is called, and with it all files that are written for it.
  public var name: String
  /// The service, what "works" means for it, and how its sandbox is looked for.
  public var request: FindRequest
  /// Where its profile is, if not where batches keep them.
  public var profile: String?
  /// Whether the manifest says what "works" means. Where it does not, a saved profile's own health check counts.
  public var hasHealthCheck: Bool

  /// A service by its parts.
  public init(name: String, request: FindRequest, profile: String? = nil, hasHealthCheck: Bool = true) {
    self.name = name
    self.request = request
    self.profile = profile
    self.hasHealthCheck = hasHealthCheck
  }

  /// The unit's name.
  public var unit: String { request.service.unit ?? name }
}
