import Lab
import Sandboxing
import Subprocess
import Systemd
import Trials

/// What one system can have of the catalogue, and what of that it enforces.
public struct Survey: Sendable {
  /// The system.
  public let platform: Platform
  /// What a witness found; empty where none was asked.
  public let enforcement: [Restriction: Enforcement]

  /// Surveys a fresh lab.
  ///
  /// - Parameters:
  ///   - configuration: what kind of lab.
  ///   - actProgram: the path of `cinch-act`, for a witness; nil for none.
  ///   - scope: which restrictions are of interest.
  /// - Returns: what was found; the lab is gone then.
  /// - Throws: ``LabError``, ``BusError``, `CancellationError`.
  public static func ofLab(
    _ configuration: Lab.Configuration, actProgram: String?, scope: Scope = Scope()
  ) async throws -> Survey {
    let lab = try await Lab.start(configuration)
    let survey: Result<Survey, any Error>
    do {
      if let actProgram { try lab.copyIn(actProgram, to: Lab.actProgram) }
      let manager = try await Manager(.bus(path: lab.root + "/run/dbus/system_bus_socket"))
      let filter = try await lab.run(filterCommand)
      let platform = try await manager.platform(root: lab.root, systemCallFilter: filter.output)
      survey = .success(
        try await Survey(
          of: manager, platform, actProgram: actProgram.map { _ in Lab.actProgram }, scope: scope))
    } catch {
      survey = .failure(error)
    }
    await lab.stop()
    return try survey.get()
  }

  /// Surveys this host. A witness starts short-lived units of its own and changes nothing.
  ///
  /// - Parameters:
  ///   - actProgram: the path of `cinch-act`, for a witness; nil for none.
  ///   - scope: which restrictions are of interest.
  /// - Returns: what was found.
  /// - Throws: ``BusError`` where no systemd answers, `SubprocessError`, `CancellationError`.
  public static func ofHost(actProgram: String?, scope: Scope = Scope()) async throws -> Survey {
    let manager = try await Manager(.system)
    let filter = try await Subprocess.run(
      .name(filterCommand[0]), arguments: .init(Array(filterCommand.dropFirst())), output: .string(limit: 1 << 20))
    let platform = try await manager.platform(systemCallFilter: filter.standardOutput)
    return try await Survey(of: manager, platform, actProgram: actProgram, scope: scope)
  }

  private static let filterCommand = ["systemd-analyze", "syscall-filter", "--no-pager"]

  private init(of manager: Manager, _ platform: Platform, actProgram: String?, scope: Scope) async throws {
    self.platform = platform
    guard let actProgram else {
      enforcement = [:]
      return
    }
    let context = ServiceContext(platform: platform)
    let supported = Catalogue.candidates(on: context, scope: scope).filter { candidate in
      if case .notSupported = candidate.status { false } else { true }
    }
    let witness = Witness(at: manager, program: actProgram, prefix: "cinch-witness")
    enforcement = try await witness.enforcement(of: supported.map(\.restriction), on: context)
  }
}
