import Sandboxing
import Systemd

extension Manager {
  /// Clones a service as it is loaded now.
  ///
  /// - Parameters:
  ///   - unit: the service.
  ///   - known: what is known better than the manager says before the unit has run.
  /// - Returns: the clone.
  /// - Throws: ``BusError``.
  public func clone(of unit: String, knowing known: [String: BusValue] = [:]) async throws -> ServiceClone {
    async let defaults = properties(of: Self.nobody)
    var loaded = try await properties(of: unit).merging(known) { $1 }
    let triggers = loaded["TriggeredBy"]?.texts ?? []
    // A socket is known to trigger its service only while it is loaded, which nobody may have seen to.
    let socket = unit.replacing(/\.service$/, with: "") + ".socket"
    if !triggers.contains(socket) {
      let listener = try await properties(of: socket)
      // Of two ways to start a service, the one that is enabled is meant: a socket besides would take its port.
      let isUnwanted =
        listener["UnitFileState"]?.text == "disabled" && loaded["UnitFileState"]?.text?.hasPrefix("enabled") == true
      if !isUnwanted, listener["Triggers"]?.texts?.contains(unit) == true {
        loaded["TriggeredBy"] = .strings(triggers + [socket])
      }
    }
    return ServiceClone(of: unit, loaded: loaded, defaults: try await defaults)
  }

  /// A name that no unit has: what the manager then says are its defaults.
  private static let nobody = "cinch-no-such-unit.service"
}
