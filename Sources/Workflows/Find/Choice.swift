import Profiles
import Sandboxing
import Search
import Trials
import Uses

/// What is kept of what a search found.
struct Choice: Sendable {
  /// How far it stays away from what the service may do.
  let margin: Margin
  /// What is kept.
  let kept: Sandbox
  /// What passed and is not kept.
  let withheld: [Withheld]
  /// What is kept and cannot matter to the service.
  let cannotMatter: [Remark]
  /// What the sandbox is laid on as it is installed.
  let context: ServiceContext
  /// What that allows besides what was observed.
  let allowedBack: Observation
  /// How it is installed.
  let rendering: Rendering

  private let passed: Sandbox
  /// What an earlier run kept, and stays whatever the margin.
  let spared: Sandbox
  private let seen: [Withheld]
  private let uses: [Use]
  private let needed: [Use]
  private let service: ServiceFacts

  /// Chooses from what passed.
  ///
  /// - Parameters:
  ///   - passed: the sandbox that passed.
  ///   - needed: restrictions that the service does not work with.
  ///   - known: what is known of the service.
  ///   - runtime: what it was seen to use.
  ///   - harness: where its files are.
  ///   - request: what is asked.
  init(
    of passed: Sandbox, rejecting needed: [Restriction], from known: Preparation, after runtime: RuntimeObservation,
    at harness: TrialHarness, for request: FindRequest
  ) {
    let spared = request.sparesExpected ? request.expected : .empty
    let seen =
      request.trustsHealth ? [] : BlindSpots.withheld(from: passed.without(spared), after: runtime, on: known.context)
    let left = passed.without(Sandbox(seen.map(\.restriction)))
    let staysRoot =
      known.context.runsAsRoot && !left.restrictions.contains { Catalogue.directive($0.directive)?.identity == .user }
    let service = ServiceFacts(of: known, after: runtime, at: harness, staysRoot: staysRoot)
    self.init(
      left, sparing: spared, withholding: seen, margin: request.trustsHealth ? .none : request.margin,
      knowing: UseReaders.uses(of: service), needing: needed.compactMap(Use.init(neededBeside:)), of: service)
  }

  /// The same choice with another margin.
  func with(_ margin: Margin) -> Choice {
    Choice(
      passed, sparing: spared, withholding: seen, margin: margin, knowing: uses, needing: needed, of: service)
  }

  private init(
    _ passed: Sandbox, sparing spared: Sandbox, withholding seen: [Withheld], margin: Margin, knowing uses: [Use],
    needing needed: [Use], of service: ServiceFacts
  ) {
    (self.passed, self.spared, self.seen, self.margin) = (passed, spared, seen, margin)
    (self.uses, self.needed, self.service) = (uses, needed, service)
    let judgement = Judgement(
      of: passed, sparing: spared, knowing: uses, needing: needed, margin: margin, of: service)
    kept = judgement.kept
    withheld = seen + judgement.withheld
    cannotMatter = judgement.cannotMatter
    context = judgement.context
    allowedBack = judgement.allowedBack
    rendering = Rendering(of: kept, on: context)
  }

  /// What the service could lose by these restrictions, of all that it is known to use.
  func losses(by restrictions: [Restriction]) -> [Loss] {
    Loss.all(of: service.present(uses), by: restrictions, on: service.context)
  }

  /// The same choice without what the service turned out not to work with.
  func rejecting(_ rejected: [Restriction]) -> Choice {
    Choice(
      passed.without(Sandbox(rejected)), sparing: spared, withholding: seen, margin: margin, knowing: uses,
      needing: needed + rejected.compactMap(Use.init(neededBeside:)), of: service)
  }

  /// The same choice with the user that the service was searched with, where a margin withholds it; nil where none does. What
  /// passed as that user was never tried as root, and root may need more.
  var withItsUser: Choice? {
    let users = withheld.map(\.restriction).filter { Catalogue.directive($0.directive)?.identity == .user }
    let more = users.filter { passed.contains($0) && !spared.contains($0) }
    guard !more.isEmpty else { return nil }
    return Choice(
      passed, sparing: Sandbox(spared.restrictions + more), withholding: seen, margin: margin, knowing: uses,
      needing: needed, of: service)
  }

  /// The same choice without some restrictions that passed, too.
  func without(_ more: [Withheld]) -> Choice {
    Choice(
      passed.without(Sandbox(more.map(\.restriction))), sparing: spared, withholding: seen + more, margin: margin,
      knowing: uses, needing: needed, of: service)
  }
}

extension Use {
  /// What a service that does not work with a restriction needs; nil where that goes together with nothing else.
  fileprivate init?(neededBeside restriction: Restriction) {
    let kinds: [String: Kind] = ["CapabilityBoundingSet": .capability, "RestrictAddressFamilies": .addressFamily]
    guard let kind = kinds[restriction.directive], let name = restriction.deniedMember else { return nil }
    self.init(kind, name, from: "it does not work without \(name)")
  }
}
