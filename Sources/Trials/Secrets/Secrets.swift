import Sandboxing

/// The secrets that a service is started with: values of its environment, credentials, and what its command lines have of
/// them. A service that fails may write them into the journal, and a probe into its output.
public struct Secrets: Hashable, Sendable {
  /// Longest first, so that one that contains another is found whole.
  private let values: [String]

  /// The secrets among a unit's properties.
  public init(of properties: [UnitProperty]) {
    var values: Set<String> = []
    for property in properties {
      switch property.name {
      case "Environment":
        for assignment in property.value.texts ?? [] where SecretText.masked(assignment: assignment) != assignment {
          // A word of everyday would be missed in every other line.
          guard let (name, value) = SecretText.parts(of: assignment) else { continue }
          if SecretText.names(name) || value.utf8.count >= 8 { values.insert(value) }
        }
      case "SetCredential":
        for row in property.value.elements ?? [] {
          let bytes = (row.elements?.last?.elements ?? []).compactMap {
            $0.unsigned.map { UInt8(truncatingIfNeeded: $0) }
          }
          values.insert(String(decoding: bytes, as: UTF8.self))
        }
      case let name where name.hasPrefix("Exec"):
        for command in (property.value.elements ?? []).compactMap(Command.init) {
          let masked = SecretText.masked(words: command.arguments)
          for (word, shown) in zip(command.arguments, masked) where word != shown {
            values.insert(shown == SecretText.placeholder ? word : Self.hidden(in: word, shownAs: shown))
          }
        }
      default: break
      }
    }
    self.values = values.filter { $0.utf8.count >= 4 }.sorted { ($0.count, $0) > ($1.count, $1) }
  }

  /// What a placeholder stands for, where there is one.
  private static func hidden(in word: String, shownAs shown: String) -> String {
    guard let place = shown.firstRange(of: SecretText.placeholder) else { return word }
    return String(word.dropFirst(shown[..<place.lowerBound].count).dropLast(shown[place.upperBound...].count))
  }

  /// A text without these secrets, and without what looks like one.
  public func masked(_ text: String) -> String {
    SecretText.masked(values.reduce(text) { $0.contains($1) ? $0.replacing($1, with: SecretText.placeholder) : $0 })
  }

  /// The same of all that a failed trial left.
  func masked(_ evidence: Evidence) -> Evidence {
    var evidence = evidence
    evidence.reason = masked(evidence.reason)
    evidence.probeOutput = evidence.probeOutput.map(masked)
    evidence.journal = evidence.journal.map(masked)
    evidence.severe = evidence.severe?.map(masked)
    return evidence
  }

  /// The same of a verdict.
  func masked(_ verdict: Verdict) -> Verdict {
    switch verdict {
    case .passed: .passed
    case .failed(let evidence): .failed(masked(evidence))
    case .inconclusive(let reason): .inconclusive(masked(reason))
    }
  }
}
