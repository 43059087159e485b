import Profiles
import Sandboxing
import Trials

extension Choice {
  /// The same without what denied something to the service that it asked for and then went on without, saying nothing; nil
  /// where nothing did.
  ///
  /// - Parameters:
  ///   - run: a run of this choice where the kernel tells of denied calls, though not which restriction denied them.
  ///   - known: what it was chosen from.
  ///   - trial: runs a sandbox there.
  /// - Returns: the choice without it.
  /// - Throws: what the trial throws.
  func withoutSilentDenials(
    _ run: TrialReport, of known: Preparation, trial: (Sandbox, RenderedSandbox) async throws -> TrialReport
  ) async throws -> Choice? {
    var silent: [Withheld] = []
    let candidates = kept.without(spared).restrictions
    for restriction in candidates {
      guard let denial = Catalogue.directive(restriction.directive)?.silence, denial.isBy(restriction),
        denial.isIn(run), !candidates.contains(where: { isPart($0, of: restriction) })
      else { continue }
      // Alone, whatever is denied is denied by it.
      let alone = Sandbox([restriction])
      guard denial.isIn(try await trial(alone, Rendering(of: alone, on: known.context).forTrial)) else { continue }
      let wholes = candidates.filter { $0 == restriction || isPart(restriction, of: $0) }
      for whole in wholes where !silent.contains(where: { $0.restriction == whole }) {
        silent.append(
          Withheld(whole, seen: "it asked for \(denial.wanted), and went on without", probe: denial.probe))
      }
    }
    return silent.isEmpty ? nil : without(silent)
  }

  /// Whether a directive's other restriction denies all that this one denies, and more.
  private func isPart(_ part: Restriction, of whole: Restriction) -> Bool {
    guard part != whole, part.directive == whole.directive else { return false }
    return Catalogue.effects(of: part, on: context).isStrictSubset(of: Catalogue.effects(of: whole, on: context))
  }
}

extension SilentDenial {
  fileprivate func isIn(_ run: TrialReport) -> Bool { !calls.isDisjoint(with: run.runtime.deniedCalls ?? []) }
}
