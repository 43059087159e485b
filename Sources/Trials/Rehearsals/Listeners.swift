import Glibc
import Linux
import Sandboxing

/// Whatever the service listened on without restrictions: what no probe asks for is lost in silence.
struct Listeners: Rehearsal {
  let name = RehearsalName.listeners
  let summary = "it listens wherever it does without a sandbox"
  let isOfEveryTrial = true
  let isHarmless = true

  /// How late that may be, once all probes have passed.
  private static let patience = Duration.seconds(2)

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    guard let known else {
      let found = try await lifecycle.listeners().filter(BehaviourComparison.isChosen).sorted()
      guard !found.isEmpty else { throw NotRehearsed(reason: "it listens nowhere") }
      return found
    }
    // Some services listen a moment after they have answered elsewhere.
    let deadline = ContinuousClock.now + min(lifecycle.limits.probe, Self.patience)
    var pause = Duration.milliseconds(5)
    while true {
      let missing = Set(known).subtracting(try await lifecycle.listeners())
      if missing.isEmpty { return known }
      guard ContinuousClock.now < deadline else {
        throw failure("it does not listen on \(missing.sorted().joined(separator: ", ")) any more")
      }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(100))
    }
  }
}

extension Lifecycle {
  /// Where the service's own sockets wait for others: `tcp:[::]:80`, `unix:/run/x (mode 0666)`.
  func listeners() async throws -> Set<String> {
    let group = try await environment.manager.controlGroup(of: subject.unit)
    return Observer.listeners(of: processes(in: group), on: environment)
  }
}
