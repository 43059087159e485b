import Sandboxing
import Systemd

extension Manager {
  /// Clones a service as it is loaded now.
  ///
  /// - Throws: ``BusError``.
  public func clone(of unit: String) async throws -> ServiceClone {
    async let loaded = properties(of: unit)
    async let defaults = properties(of: Self.nobody)
    return ServiceClone(of: unit, loaded: try await loaded, defaults: try await defaults)
  }

  /// A name that no unit has: what the manager then says are its defaults.
  private static let nobody = "cinch-no-such-unit.service"
}
