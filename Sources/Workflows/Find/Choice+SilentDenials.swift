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
    func report(of restrictions: [Restriction]) async throws -> TrialReport {
      let sandbox = Sandbox(restrictions)
      return try await trial(sandbox, Rendering(of: sandbox, on: known.context).forTrial)
    }
    var silent: [Withheld] = []
    let candidates = kept.without(spared).restrictions
    let suspected = Catalogue.directives.compactMap { directive -> (denial: SilentDenial, parts: [Restriction])? in
      guard let denial = directive.silence else { return nil }
      let deniers = candidates.filter { $0.directive == directive.name && denial.isBy($0) }
      // What denies all that others deny is a matter of theirs.
      let parts = deniers.filter { whole in !deniers.contains { isPart($0, of: whole) } }
      return parts.isEmpty ? nil : (denial, parts)
    }
    guard !suspected.isEmpty else { return nil }
    // Whoever gives up for another reason does not come to ask.
    let runs = [run, try await report(of: suspected.flatMap(\.parts))]
    var plain: TrialReport?
    for (denial, parts) in suspected {
      var heard = HeardDenial(of: denial, in: runs)
      guard heard.isAny else { continue }
      if heard.isOfTheGoneOnly {
        // What is denied where nothing is denied to the service is somebody else's.
        let unrestricted = if let plain { plain } else { try await report(of: []) }
        plain = unrestricted
        heard.forget(unrestricted)
        guard heard.isAny else { continue }
      }
      // By themselves, whatever is denied is denied by them.
      func culprits(among parts: ArraySlice<Restriction>) async throws -> [Restriction] {
        guard !parts.isEmpty, heard.isAgain(in: try await report(of: Array(parts))) else { return [] }
        guard parts.count > 1 else { return Array(parts) }
        let middle = parts.startIndex + parts.count / 2
        return try await culprits(among: parts[..<middle]) + culprits(among: parts[middle...])
      }
      let likely = parts.filter(denial.isLikely)
      let found =
        try await culprits(among: likely[...]) + culprits(among: parts.filter { !likely.contains($0) }[...])
      guard !found.isEmpty else { continue }
      let members = found.compactMap(\.deniedMember)
      let wanted = members.isEmpty ? denial.wanted : "\(denial.wanted) (\(members.joined(separator: ", ")))"
      let wholes = candidates.filter { whole in found.contains { $0 == whole || isPart($0, of: whole) } }
      silent += wholes.map { Withheld($0, seen: "it asked for \(wanted), and went on without", probe: denial.probe) }
    }
    return silent.isEmpty ? nil : without(silent)
  }

  /// Whether a directive's other restriction denies all that this one denies, and more.
  private func isPart(_ part: Restriction, of whole: Restriction) -> Bool {
    guard part != whole, part.directive == whole.directive else { return false }
    return Catalogue.effects(of: part, on: context).isStrictSubset(of: Catalogue.effects(of: whole, on: context))
  }
}

/// What runs tell of a denial in silence.
private struct HeardDenial {
  private let calls: Set<String>
  private let isOfTheService: Bool
  /// To processes that were gone too soon for anybody to know whether they were the service's.
  private var toTheGone: Set<String>

  init(of denial: SilentDenial, in runs: [TrialReport]) {
    let calls = denial.calls
    self.calls = calls
    isOfTheService = runs.contains { Self.isOfTheService($0, calls) }
    toTheGone = runs.reduce(into: []) { $0.formUnion(Self.toTheGone($1, calls)) }
  }

  var isAny: Bool { isOfTheService || !toTheGone.isEmpty }
  var isOfTheGoneOnly: Bool { !isOfTheService && isAny }

  /// Leaves out what another run tells as well.
  mutating func forget(_ other: TrialReport) { toTheGone.subtract(Self.toTheGone(other, calls)) }

  /// Whether another run tells of the same.
  func isAgain(in run: TrialReport) -> Bool {
    Self.isOfTheService(run, calls) || !toTheGone.isDisjoint(with: Self.toTheGone(run, calls))
  }

  private static func isOfTheService(_ run: TrialReport, _ calls: Set<String>) -> Bool {
    !calls.isDisjoint(with: run.runtime.deniedCalls ?? [])
  }

  private static func toTheGone(_ run: TrialReport, _ calls: Set<String>) -> Set<String> {
    (run.runtime.callsDeniedToTheGone ?? []).filter { text in calls.contains { text.hasSuffix(" \($0)") } }
  }
}
