import Profiles
import Sandboxing
import Trials
import Workflows

/// What there is to say about the result of a find, for every form that shows it to people: in order, in groups, and with
/// every text that a service, a probe or a unit's author may have written made safe for a terminal.
public struct FindReport: Sendable {
  /// The result itself, its texts as they came.
  public let profile: Profile
  /// The drop-in; nil where the profile was read from a file, since only the system knows what it has to say there.
  public let dropIn: String?
  /// What is kept, by theme, in the order of a drop-in.
  public let kept: [KeptTheme]
  /// What is not, in order of preference.
  public let rejected: [RejectedRestriction]
  /// What should be known before the result is trusted.
  public internal(set) var warnings: [FindWarning]

  /// Prepares a result.
  ///
  /// - Parameters:
  ///   - profile: the result.
  ///   - context: what the sandbox was found on; nil where only the profile is at hand.
  ///   - explicit: whether the drop-in has what others imply as well.
  ///   - commands: for each rejected restriction the command line that shows its failure again, as far as they are known.
  public init(
    _ profile: Profile, on context: ServiceContext? = nil, explicit: Bool = false,
    commands: [Restriction: SystemdRunLine] = [:]
  ) {
    self.profile = profile
    let rendering = context.map { Rendering(of: profile.kept, on: $0) }
    dropIn = context.map { DropInFile(for: profile.service.unit, profile.kept, on: $0, explicit: explicit).text }
    kept = KeptTheme.all(in: profile, rendering: rendering)
    rejected = profile.rejected.map { rejection in
      RejectedRestriction(rejection, kept: profile.kept, command: commands[rejection.restriction]?.description)
    }
    warnings =
      FindWarning.all(in: profile) + profile.undone.map(FindWarning.undone)
      + FindWarning.inexactness(of: profile.rejected.map { commands[$0.restriction] })
  }

  /// Prepares a result that was just found.
  public init(_ result: FindResult, explicit: Bool = false) {
    let commands = result.rejections.map { rejection in
      (
        rejection.restriction,
        SystemdRunLine(
          result.subject, under: Rendering(of: rejection.failingSandbox(kept: result.kept), on: result.context))
      )
    }
    self.init(
      result.profile, on: result.installedContext, explicit: explicit,
      commands: Dictionary(commands) { first, _ in first })
  }

  /// The unit's name.
  public var unit: String { profile.service.unit.terminalSafe }

  /// How many directives are kept.
  var directiveCount: Int { kept.reduce(0) { $0 + $1.directives.count } }

  /// How many kept directives can change something without any probe noticing.
  var blindSpotCount: Int { kept.flatMap(\.directives).count { $0.blindSpot != nil } }

  /// What passed and is not kept, with what to do about it; nil where there is none.
  var withheld: Aside? {
    guard !profile.withheld.isEmpty else { return nil }
    return Aside(
      Aside.withheldHeading, "passed, but would deny what it is known to use",
      profile.withheld.map { Remark($0.restriction, "\($0.seen); to keep it, probe: \($0.probe)") })
  }

  /// What was neither kept nor rejected, without the empty lists.
  var asides: [Aside] {
    (withheld.map { [$0] } ?? [])
      + [
        Aside("Not enforced", "accepted, but denies nothing on this system", profile.notEnforced),
        Aside("Undecided", "no trial could tell", profile.undecided),
        Aside("Not supported", "this system cannot have it", profile.notSupported),
        Aside("Excluded", "left out on request", profile.excluded),
        Aside("Already set", "the unit has it by itself", profile.alreadySet),
      ].filter { !$0.groups.isEmpty }
  }

  /// What the search cost, as a phrase.
  var effort: String {
    let search = profile.search
    let rounds = search.rounds.map { " in \(counted($0, "round"))" } ?? ""
    return "\(counted(search.trials, "trial"))\(rounds), \(search.seconds) s, \(search.strategy.terminalSafe)"
  }

  /// That trials ran on the unit itself, and why, as a phrase; nil where a clone stood in for it.
  var trialsOnUnit: String? {
    profile.search.onUnit.map { "ran on the unit itself, with a drop-in. \($0.terminalSafe)" }
  }

  /// What of everything that can be tried was seen to be denied, as a phrase; nil where nobody looked.
  var witnessed: String? {
    profile.exposure?.witnessed.map { witnessed in
      "\(witnessed.denied) of \(counted(witnessed.acts, "act")) are denied; exposure by what is not"
        + " \(ExposureReading(witnessed.figure).text)"
        + (witnessed.unaccepted.map { ", \(ExposureReading($0).text) unaccepted" } ?? "")
    }
  }

  /// Which margin the sandbox has, and what it would be with the others, as a phrase; nil where nobody asked.
  var margin: String? {
    guard let margins = profile.exposure?.margins else { return nil }
    let others = Margin.allCases.compactMap { margin in
      margins[margin.rawValue].map { "\(margin.rawValue) \(ExposureReading($0).text)" }
    }
    return "\(profile.margin.rawValue); exposure with \(others.joined(separator: ", "))"
  }

  /// What was asked of the service, as a phrase.
  var healthCheck: String {
    let probes = profile.healthCheck.probes.count
    let asked = probes == 0 ? "none: only that it stays up" : counted(probes, "probe")
    let rating = profile.rating.map { "; \($0.phrase) uses" } ?? ""
    return (profile.recipe.map { "recipe \($0.terminalSafe), \(asked)" } ?? asked) + rating
  }

  /// What happens to any service sooner or later, and was gone through, as a phrase; nil where nothing was.
  var rehearsals: String? {
    guard let rehearsals = profile.rehearsals else { return nil }
    let passed = rehearsals.passed.isEmpty ? "none passed" : "passed \(Self.list(rehearsals.passed))"
    return rehearsals.leftOut.isEmpty ? passed : "\(passed); left out \(Self.list(rehearsals.leftOut.map(\.rehearsal)))"
  }

  /// Why rehearsals were left out, a line each.
  var leftOutRehearsals: [(name: String, reason: String)] {
    (profile.rehearsals?.leftOut ?? []).map { ($0.rehearsal.rawValue, $0.reason.terminalSafe) }
  }

  private static func list(_ names: [RehearsalName]) -> String { names.map(\.rawValue).joined(separator: ", ") }

  /// What the health check does not notice, as a heading, its meaning, and a line for each with the probe to add.
  var missed: (heading: String, meaning: String, lines: [String])? {
    guard let rating = profile.rating, !rating.missed.isEmpty else { return nil }
    return (
      "Not noticed: \(counted(rating.missed.count, "use"))", rating.meaning ?? "the health check passes without them",
      rating.missed.map { "\($0.use); add: \($0.probe)".terminalSafe }
    )
  }

  /// How the sandbox did as a whole, as a phrase.
  var confirmation: String {
    let confirmed = profile.confirmed
    let runs = confirmed.passes + confirmed.failures
    if runs == 0 { return "not run as a whole" }
    return "passed \(confirmed.passes) of \(counted(runs, "run")) as a whole (\(confirmed.form.terminalSafe))"
  }
}

/// A number with its noun: `1 trial`, `3 trials`.
func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
