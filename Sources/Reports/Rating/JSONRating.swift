import Profiles
import Workflows

/// A rated health check for programs.
///
/// - `version`: 1;
/// - `unit`, `recipe`: what was rated; `recipe` is missing where somebody wrote the check;
/// - `notices`, `of`: how many losses it notices, of how many;
/// - `noticesAbsence`: whether it fails where the service does not run;
/// - `noticed`: the losses that it notices; `missed`: the others, each with the `probe` that would notice.
public struct JSONRating: Exporter {
  /// A report for programs.
  public init() {}

  /// The value as JSON.
  public func text(of rated: RatedCheck) throws -> String { try JSONText(payload(of: rated)).text }

  func payload(of rated: RatedCheck) -> any Encodable { Payload(rated) }

  private struct Payload: Encodable {
    let version = 1
    let unit: String
    let recipe: String?
    let notices: Int
    let of: Int
    let noticesAbsence: Bool?
    let noticed: [String]
    let missed: [CheckRating.Missed]
    let trials: Int

    init(_ rated: RatedCheck) {
      unit = rated.unit
      recipe = rated.recipe
      notices = rated.rating.noticed.count
      of = rated.rating.count
      noticesAbsence = rated.rating.noticesAbsence
      noticed = rated.rating.noticed
      missed = rated.rating.missed
      trials = rated.trials
    }
  }
}
