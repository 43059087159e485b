import Sandboxing

/// Explanations for programs: an object with `version` and `directives`, each with its `restrictions`, what became of
/// each (`fate`), and of rejected ones what the failed trial left; and, where something was asked for by itself, an `answer`
/// with `name`, `verdict` and `reason`.
public struct JSONExplanation: Exporter {
  private let answer: Explanation.Answer?

  /// Explanations for programs.
  ///
  /// - Parameter answer: what they explain.
  public init(of answer: Explanation.Answer? = nil) { self.answer = answer }

  /// The value as JSON.
  public func text(of explanations: [Explanation]) throws -> String { try JSONText(payload(of: explanations)).text }

  func payload(of explanations: [Explanation]) -> any Encodable {
    Payload(
      answer: answer.map { Payload.Answer(name: $0.name, verdict: $0.verdict.rawValue, reason: $0.reason) },
      directives: explanations.map(Payload.Directive.init))
  }

  private struct Payload: Encodable {
    struct Answer: Encodable {
      let name: String
      let verdict: String
      let reason: String
    }

    struct Directive: Encodable {
      let name: String
      let why: String
      let blindSpot: String?
      let manual: String
      let restrictions: [Entry]

      init(_ explanation: Explanation) {
        let directive = explanation.directive
        name = directive.name
        why = directive.why
        blindSpot = directive.blindSpot
        manual = directive.manual.rawValue
        restrictions = explanation.entries.map(Entry.init)
      }
    }

    struct Entry: Encodable {
      let restriction: Restriction
      let fate: String
      var witness: String?
      var kind: String?
      var phase: String?
      var reason: String?
      var failure: String?
      var details: [String: String]?
      var company: String?
      var output: String?
      var journal: [String]?

      init(_ entry: Explanation.Entry) {
        restriction = entry.restriction
        switch entry.fate {
        case .kept(let act, let cannotMatter):
          fate = "kept"
          kind = cannotMatter == nil ? "seen unused" : "cannot matter"
          reason = cannotMatter
          witness = act?.description
        case .rejected(let rejection):
          fate = "rejected"
          phase = rejection.phase
          reason = rejection.reason
          failure = rejection.failure
          details = Dictionary(rejection.details.map { ($0.name, $0.value) }) { first, _ in first }
          company = rejection.trialContext
          output = rejection.output
          journal = rejection.journal
        case .other(let name, let why):
          fate = name
          reason = why
        }
      }
    }

    let version = 1
    let answer: Answer?
    let directives: [Directive]
  }
}
