import Foundation
import Sandboxing
import Systemd

/// What a profile must not say, whoever edited it: names and values that end up in paths, unit files and commands.
struct ProfileValidation {
  let profile: Profile
  let file: String

  func check() throws(ProfileError) {
    try check(unit: profile.service.unit)
    try checkNumbers()
    try check(profile.kept.restrictions, under: .kept) { "[\($0)]" }
    try check(profile.rejected.map(\.restriction), under: .rejected) { "[\($0)].restriction" }
    for (index, rejection) in profile.rejected.enumerated() {
      let trialContext = rejection.proof
      try check(trialContext.keptExcept ?? [], under: .rejected) { "[\(index)].proof.keptExcept[\($0)]" }
      try check(trialContext.and ?? [], under: .rejected) { "[\(index)].proof.and[\($0)]" }
    }
    try check(profile.withheld.map(\.restriction), under: .withheld) { "[\($0)].restriction" }
    try check(profile.notEnforced.map(\.restriction), under: .notEnforced) { "[\($0)].restriction" }
    try check(profile.notSupported.map(\.restriction), under: .notSupported) { "[\($0)].restriction" }
    try check(profile.excluded.map(\.restriction), under: .excluded) { "[\($0)].restriction" }
    try check(profile.undecided, under: .undecided) { "[\($0)]" }
    try check(profile.alreadySet, under: .alreadySet) { "[\($0)]" }
    try check(profile.cannotMatter.map(\.restriction), under: .cannotMatter) { "[\($0)].restriction" }
    for (index, waiver) in profile.accepted.enumerated() {
      if let problem = waiver.problem { throw invalid("accepted[\(index)].\(problem.key)", problem.text) }
    }
    try check(profile.observed, named: "observed")
    try check(profile.allowedBack, named: "allowedBack")
  }

  private func check(_ observed: Observation, named key: String) throws(ProfileError) {
    try check(paths: observed.writtenDirectories, named: "\(key).writtenDirectories")
    try check(paths: observed.readDirectories, named: "\(key).readDirectories")
    try check(paths: observed.executedDirectories, named: "\(key).executedDirectories")
    try check(paths: observed.directories, named: "\(key).directories")
    try check(paths: observed.controlSockets, named: "\(key).controlSockets")
    try check(paths: observed.lackedDirectories, named: "\(key).lackedDirectories")
    try check(paths: observed.lackedFiles, named: "\(key).lackedFiles")
    try check(paths: observed.devices, named: "\(key).devices")
    for (index, group) in observed.lackedGroups.enumerated() where !group.isPlainWord {
      throw invalid("\(key).lackedGroups[\(index)]", "'\(group.terminalSafe)' is not the name of a group")
    }
    for (index, call) in observed.systemCalls.enumerated() where !call.isPlainWord {
      throw invalid("\(key).systemCalls[\(index)]", "'\(call.terminalSafe)' is not the name of a system call")
    }
  }

  private func check(unit: String) throws(ProfileError) {
    // Written out in full, so that the file says the same wherever it is read.
    guard let name = try? UnitName(unit), name.description == unit, name.type == "service", !name.isTemplate else {
      throw invalid("service.unit", "'\(unit.terminalSafe)' is not the name of a service")
    }
  }

  /// What is computed with or shown: no number is larger than a person could count.
  private func checkNumbers() throws(ProfileError) {
    let counts: [(String, Int)] = [
      ("confirmed.passes", profile.confirmed.passes), ("confirmed.failures", profile.confirmed.failures),
      ("search.trials", profile.search.trials), ("search.rounds", profile.search.rounds ?? 0),
      ("search.seconds", profile.search.seconds),
    ]
    for (key, count) in counts where !Self.possibleCounts.contains(count) {
      throw invalid(key, "it is not a whole number from 0 to \(Self.possibleCounts.upperBound)")
    }
    let figures = [("exposure.before", profile.exposure?.before), ("exposure.after", profile.exposure?.after)]
    for (key, figure) in figures where !(0...10).contains(figure ?? 0) {
      throw invalid(key, "it is not a number from 0 to 10")
    }
  }

  private static let possibleCounts = 0...1_000_000_000

  private func check(
    _ restrictions: [Restriction], under key: Profile.Key, position: (Int) -> String
  ) throws(ProfileError) {
    for (index, restriction) in restrictions.enumerated() {
      if let problem = Self.problem(with: restriction) {
        throw invalid(key.rawValue + position(index), "'\(restriction.description.terminalSafe)' \(problem)")
      }
    }
  }

  private func check(paths: [String], named key: String) throws(ProfileError) {
    for (index, path) in paths.enumerated() where !Self.isPlainPath(path) {
      throw invalid("\(key)[\(index)]", "'\(path.terminalSafe)' is not a plain absolute path")
    }
  }

  private func invalid(_ key: String, _ problem: String) -> ProfileError {
    .invalid(file: file, key: key, problem: problem)
  }

  /// What is wrong with a restriction; nil where nothing is.
  private static func problem(with restriction: Restriction) -> String? {
    guard let directive = Catalogue.directive(restriction.directive) else {
      return "names a directive that this version of Cinch does not know"
    }
    if directive.rungs.contains(where: { $0.value == restriction.value }) { return nil }
    guard directive.rungs.isEmpty else { return "is not one of the restrictions of \(directive.name)" }
    // A set is restricted by one member that goes, or by the words that stay.
    let words = (restriction.deniedMember ?? restriction.value).components(separatedBy: " ")
    for word in words {
      if word.hasPrefix("/") {
        guard isPlainPath(word) else { return "is not a plain absolute path" }
      } else if !word.isPlainWord {
        return "has a character that no member of \(directive.name) has"
      }
    }
    return nil
  }

  /// Absolute, normalised, and free of everything that means something to a unit file or a terminal.
  private static func isPlainPath(_ path: String) -> Bool {
    let components = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let isNormal = path == "/" || components.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    return path.hasPrefix("/") && isNormal && path == path.terminalSafe
      && !path.contains { $0.isWhitespace || "%\"'\\$;".contains($0) }
  }
}

extension String {
  /// Whether it is made of what names of calls, capabilities, ports, users and families are made of.
  fileprivate var isPlainWord: Bool {
    !isEmpty
      && unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "@_-:.+*".unicodeScalars.contains($0))
      }
  }
}
