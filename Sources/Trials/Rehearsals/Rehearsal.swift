/// How one rehearsal is gone through. A new one is a type of this kind in a file of its own, a name, and a line in
/// ``Rehearsals/all``.
protocol Rehearsal: Sendable {
  /// What it is called.
  var name: RehearsalName { get }

  /// What is done, as a phrase for a list of them.
  var summary: String { get }

  /// Whether it goes with every trial; the others go with runs of a whole result.
  var isOfEveryTrial: Bool { get }

  /// Whether it only asks.
  var isHarmless: Bool { get }

  /// Whether only root can do it, to a service of the system's manager.
  var isRoots: Bool { get }

  /// Whether the service has to run when it begins.
  var needsRunningService: Bool { get }

  /// Goes through it.
  ///
  /// - Parameters:
  ///   - lifecycle: the service, at the end of its health check or started again after that.
  ///   - known: what it noted without restrictions; nil in a run without, which finds that out.
  /// - Returns: what to hold the service to under restrictions.
  /// - Throws: ``Lifecycle/Failure`` where the service does not pass it, ``NotRehearsed`` where it is not for this service.
  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String]
}

extension Rehearsal {
  var isOfEveryTrial: Bool { false }
  var isHarmless: Bool { false }
  var isRoots: Bool { false }
  var needsRunningService: Bool { true }

  /// A failure of this rehearsal.
  func failure(_ reason: String, probe: CommandRunner.Outcome? = nil) -> Lifecycle.Failure {
    Lifecycle.Failure(phase: .rehearsal(name), reason: reason, probe: probe)
  }
}

/// Rehearsals that ask the health check's probes in another way.
extension Rehearsal {
  /// Which probes pass so without restrictions, by their numbers.
  ///
  /// - Parameters:
  ///   - probes: how each is asked; nil for one that cannot be.
  ///   - user: who asks; nil for whoever asks the health check's.
  ///   - lifecycle: the service.
  ///   - how: in what way they are asked, as a phrase.
  /// - Returns: their numbers, from 1.
  /// - Throws: ``NotRehearsed`` where none passes.
  func passing(
    of probes: [Probe?], as user: String? = nil, in lifecycle: Lifecycle, _ how: String
  ) async throws -> [String] {
    var passing: [String] = []
    for (index, probe) in probes.enumerated() {
      if let probe, try await lifecycle.ask(probe, as: user).isSuccess { passing.append("\(index + 1)") }
    }
    guard !passing.isEmpty else { throw NotRehearsed(reason: "no probe passes \(how) without any restriction either") }
    return passing
  }

  /// Asks those that passed without restrictions.
  ///
  /// - Returns: their numbers.
  /// - Throws: ``Lifecycle/Failure`` where one does not pass any more.
  func pass(
    _ known: [String], of probes: [Probe?], as user: String? = nil, in lifecycle: Lifecycle, _ how: String
  ) async throws -> [String] {
    for (index, probe) in probes.enumerated() where known.contains("\(index + 1)") {
      guard let probe else { continue }
      let outcome = try await lifecycle.ask(probe, as: user)
      guard outcome.isSuccess else { throw failure("probe \(index + 1) said unhealthy \(how)", probe: outcome) }
    }
    return known
  }
}

/// A rehearsal is not for this service, or cannot be had here.
struct NotRehearsed: Error {
  /// Why, as a phrase.
  let reason: String
}

/// All there are.
enum Rehearsals {
  /// In the order in which they are gone through: what takes away the service's state comes last.
  static let all: [any Rehearsal] = [
    Listeners(), ProbesOverIPv6(), Reboot(), LogRotation(), KilledWorker(), OtherAccount(), FreshStart(),
  ]
}
