import Profiles
import Sandboxing
import Search
import Trials

/// What is kept of what a search found.
struct Choice: Sendable {
  let kept: Sandbox
  let withheld: [Withheld]
  let rendering: Rendering

  init(_ found: SearchResult, from known: Preparation, for request: FindRequest) {
    let passed = known.universe.sandbox(with: known.universe.space.effects(of: found.accepted))
    withheld =
      request.trustsHealth
      ? []
      : BlindSpots.withheld(
        from: passed.without(request.expected), after: known.baseline.runtime, on: known.context)
    kept = passed.without(Sandbox(withheld.map(\.restriction)))
    rendering = Rendering(of: kept, on: known.context)
  }

  private init(kept: Sandbox, withheld: [Withheld], on context: ServiceContext) {
    self.kept = kept
    self.withheld = withheld
    rendering = Rendering(of: kept, on: context)
  }

  /// The same without the denial of a family by which programs only ask which interfaces there are, where this one asked for
  /// a socket of it and passed over the denial without a word; nil where it did not.
  ///
  /// - Parameters:
  ///   - run: a run of this choice where the kernel tells of denied calls, though not which family was asked for.
  ///   - known: what it was chosen from.
  ///   - trial: runs a sandbox there.
  /// - Returns: the choice without it.
  /// - Throws: what the trial throws.
  func withoutSilentDenials(
    _ run: TrialReport, of known: Preparation, trial: (Sandbox, RenderedSandbox) async throws -> TrialReport
  ) async throws -> Choice? {
    let asking = Restriction("RestrictAddressFamilies", "~\(Self.asking)")
    guard Self.isSocketDenied(in: run), kept.contains(asking) else { return nil }
    // Alone, whatever it denies is of that family.
    let alone = Sandbox([asking])
    guard Self.isSocketDenied(in: try await trial(alone, Rendering(of: alone, on: known.context).forTrial)) else {
      return nil
    }
    let silent = kept.restrictions.filter {
      $0 == asking || $0.directive == asking.directive && $0.value == "none"
    }.map { denial in
      Withheld(
        denial, seen: "it asked for a socket of \(Self.asking), and went on without",
        probe: "a command that fails where it does not know the network's interfaces")
    }
    return Choice(
      kept: kept.without(Sandbox(silent.map(\.restriction))), withheld: withheld + silent, on: known.context)
  }

  private static func isSocketDenied(in run: TrialReport) -> Bool {
    run.runtime.deniedCalls?.contains("socket") == true
  }

  private static let asking = "AF_NETLINK"
}
