import Glibc
import Sandboxing
import Systemd

/// Performs all acts of the catalogue under one whole sandbox, in one run, and sees which are denied: what is enforced,
/// whatever the settings say.
public struct SandboxWitness: Sendable {
  private let environment: any TrialEnvironment

  /// A witness where trials run.
  public init(on environment: any TrialEnvironment) { self.environment = environment }

  /// The acts that are possible here without any sandbox, each with whether the sandbox denies it.
  ///
  /// - Parameters:
  ///   - acts: what is performed.
  ///   - sandbox: of the service.
  ///   - context: what that is laid on.
  /// - Returns: nil where the program that performs them cannot run under the sandbox.
  /// - Throws: ``BusError`` when the manager is gone, `CancellationError`, ``SystemCallError``.
  public func denials(of acts: [Act], under sandbox: Sandbox, on context: ServiceContext) async throws -> [Act: Bool]? {
    _ = try await perform(acts.filter(\.isPrepared), job: "--prepare", under: [])
    let free = try await perform(acts, under: [UnitProperty("KeyringMode", .string("inherit"))])
    let confined = try await perform(acts, under: properties(of: sandbox, on: context))
    _ = try await perform(acts.filter(\.isPrepared), job: "--clean", under: [])
    guard confined.values.contains(true) || confined.values.contains(false) else { return nil }
    return free.filter(\.value).reduce(into: [:]) { $0[$1.key] = confined[$1.key] == false }
  }

  /// The unit's own settings and the sandbox's that are in the catalogue, with the program that performs acts let in.
  private func properties(of sandbox: Sandbox, on context: ServiceContext) -> [UnitProperty] {
    var observed = context.observed
    let directory = Observer.directory(of: environment.actProgram)
    observed.executedDirectories.append(directory)
    if !observed.readDirectories.isEmpty { observed.readDirectories.append(directory) }
    let letIn = ServiceContext(platform: context.platform, base: context.base, observed: observed)
    let rendered = Rendering(of: sandbox, on: letIn).properties
    let names = Catalogue.restrictingProperties.union(["User", "Group", "SupplementaryGroups", "DynamicUser"])
    let own = context.base.filter { names.contains($0.key) }.map { UnitProperty($0.key, $0.value) }
    return Subject(unit: "", properties: own.sorted { $0.name < $1.name })
      .properties(under: rendered).filter { names.contains($0.name) }
  }

  /// Whether each act is allowed; nothing of those of which nobody could tell.
  private func perform(
    _ acts: [Act], job: String = "--perform", under sandbox: [UnitProperty]
  ) async throws -> [Act: Bool] {
    guard !acts.isEmpty else { return [:] }
    let unit = "\(environment.unitPrefix)-exposure-\(job.dropFirst(2))-\(sandbox.count).service"
    let pipe = try OutputPipe()
    defer { pipe.close() }
    let properties = [
      UnitProperty("Description", .string("Cinch: a witness")), UnitProperty("Type", .string("oneshot")),
      .literalCommand([environment.actProgram, job] + acts.map(\.description)),
      pipe.output,
      UnitProperty("CollectMode", .string("inactive-or-failed")),
      UnitProperty("TimeoutStartUSec", .uint64(60_000_000)),
    ]
    let watcher = await environment.manager.watch(unit)
    do {
      _ = try await environment.manager.startTransientUnit(
        TransientUnit(name: unit, properties: properties + sandbox), limit: .seconds(70))
    } catch let error as BusError where !error.isConnectionLost {
      return [:]
    }
    _ = try await watcher.down(within: .seconds(10))
    return Self.outcomes(in: pipe.text())
  }

  /// Reads lines such as `write:/etc: denied (EROFS)`.
  static func outcomes(in text: String) -> [Act: Bool] {
    text.split(separator: "\n").reduce(into: [:]) { outcomes, line in
      for (ending, isAllowed) in [(": allowed", true), (": denied (", false)] {
        guard let place = line.ranges(of: ending).last, let act = Act(parsing: String(line[..<place.lowerBound]))
        else { continue }
        outcomes[act] = isAllowed
      }
    }
  }
}
