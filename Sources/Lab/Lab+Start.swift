import Glibc
import Linux

extension Lab {
  /// Starts a lab and returns when its systemd has booted.
  ///
  /// - Parameter configuration: what kind of lab.
  /// - Returns: the running lab.
  /// - Throws: ``LabError``, with nothing left of the attempt.
  public static func start(_ configuration: Configuration = Configuration()) async throws(LabError) -> Lab {
    let preflight = try await LabPreflight(of: configuration)
    let life = try startKeeper(configuration, preflight: preflight)
    do {
      return try await lab(configuration, layout: preflight.layout, life: life)
    } catch {
      life.cut()
      await life.ended()
      throw error
    }
  }

  /// Does something with a fresh lab, which is stopped whatever comes of it.
  ///
  /// - Parameters:
  ///   - configuration: what kind of lab.
  ///   - body: what to do with it.
  /// - Returns: what `body` returns.
  /// - Throws: ``LabError``, and what `body` throws.
  public static func with<Result: Sendable>(
    _ configuration: Configuration = Configuration(), _ body: (Lab) async throws -> Result
  ) async throws -> Result {
    let lab = try await start(configuration)
    do {
      let result = try await body(lab)
      await lab.stop()
      return result
    } catch {
      await lab.stop()
      throw error
    }
  }

  private static func startKeeper(_ configuration: Configuration, preflight: LabPreflight) throws(LabError) -> Lifeline
  {
    let order = KeeperOrder(
      root: preflight.root, layout: preflight.layout, allow: configuration.allow, limits: configuration.limits,
      hostName: configuration.hostName, bootMilliseconds: Int(configuration.bootTimeout / .milliseconds(1)),
      inScope: preflight.isBooted, logsDenials: configuration.logsDenials)
    let line = try Line.encode(order)
    do {
      let orders = try Pipe()
      let reports = try Pipe()
      let errors = try openFile("/dev/null", O_WRONLY)
      var command = [preflight.executable, "lab", "keeper"]
      if preflight.isBooted { command = KeeperScope.command(for: configuration) + command }
      let program = Program(
        path: command[0], arguments: Array(command.dropFirst()), environment: Program.ownEnvironment,
        namespaces: .mounts,
        blocksTermination: true)
      let keeper = try program.start(
        input: orders.reader.number, output: reports.writer.number, error: errors.number)
      try orders.writer.writeAll(line)
      return Lifeline(keeper: keeper.pid, writer: orders.writer.release(), reports: reports.reader.release())
    } catch {
      throw .notBuilt(reason: "\(error)")
    }
  }

  private static func lab(
    _ configuration: Configuration, layout: Layout, life: Lifeline
  ) async throws(LabError) -> Lab {
    var started: (leader: ProcessIdentity, layers: [OverlayLayer])?
    while let report = try await life.nextReport() {
      switch report {
      case .started(let leader, let layers): started = (leader, layers)
      case .failed(let error): throw error
      case .booted(let cgroupPaths, let unguarded):
        guard let started else { break }
        return Lab(
          configuration: configuration, layout: layout, leader: started.leader, layers: started.layers,
          cgroupPaths: cgroupPaths, unguarded: unguarded, life: life)
      }
    }
    throw Task.isCancelled ? .gone : .notBuilt(reason: "its keeper ended without a word")
  }
}

/// On a host that was booted with systemd, a keeper runs in a scope of its own, delegated to it: there it may divide
/// the control group as a lab needs, and its limits hold whatever it does (systemd.resource-control(5), `Delegate=`).
enum KeeperScope {
  /// The command that registers the scope and then becomes the command appended to it.
  static func command(for configuration: Lab.Configuration) -> [String] {
    var properties = ["Delegate=yes", "TasksMax=\(configuration.limits.tasks)"]
    if let memory = configuration.limits.memory { properties.append("MemoryMax=\(memory)") }
    if !configuration.allow.contains(.devices) {
      properties.append("DevicePolicy=closed")
      properties += DeviceNode.harmless.map { "DeviceAllow=/dev/char/\($0.major):\($0.minor) \($0.access)" }
    }
    return ["/usr/bin/systemd-run", "--scope", "--quiet", "--collect"] + properties.flatMap { ["-p", $0] } + ["--"]
  }
}
