import Foundation
import Sandboxing

/// An act that a sandbox does not deny and that somebody answers for: it does not count where a threshold is set.
///
/// People write them into a profile, `accepted: [{act: "socket:AF_INET", reason: it serves the intranet, until: 2027-06-30}]`;
/// no run takes them away.
public struct Waiver: Hashable, Sendable, Codable {
  /// The act, as `exposure.witnessed.open` of the profile has it.
  public var act: String
  /// Why it is accepted, for whoever reads the profile next.
  public var reason: String
  /// The last day on which it is, `2027-06-30` (ISO 8601); nil where it is for good.
  public var until: String?

  /// A waiver by its parts.
  public init(act: String, reason: String, until: String? = nil) {
    self.act = act
    self.reason = reason
    self.until = until
  }

  /// Whether it still holds on a day.
  public func holds(on day: Date) -> Bool {
    guard let until else { return true }
    // Days in this form have the order of their texts.
    return day.formatted(Self.days) <= until
  }

  /// What is wrong with it, and under which key; nil where nothing is.
  var problem: (key: String, text: String)? {
    if Act(parsing: act) == nil {
      return ("act", "'\(act.terminalSafe)' is no act; exposure.witnessed.open lists them")
    }
    if reason.allSatisfy(\.isWhitespace) { return ("reason", "say why the act is accepted") }
    if let until, (try? Self.days.parse(until)).map({ $0.formatted(Self.days) }) != until {
      return ("until", "'\(until.terminalSafe)' is no day like 2027-06-30")
    }
    return nil
  }

  private static var days: Date.ISO8601FormatStyle { .iso8601.year().month().day() }
}
