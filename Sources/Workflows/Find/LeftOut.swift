import Linux
import Sandboxing
import Trials

extension Preparation {
  /// Directives that are not tried of this service here: why not, of each.
  static func leftOut(
    for request: FindRequest, on context: ServiceContext, at harness: TrialHarness
  ) -> [String: String] {
    var reasons = overridden(in: harness).mapValues { "\($0) sets it again, and comes later" }
    // What was found with it once has it where it is installed.
    let user = Restriction("DynamicUser", "yes")
    let isOffered = context.runsAsRoot && context.observed.user == nil && reasons[user.directive] == nil
    if isOffered, !request.expected.contains(user), let reason = reasonAgainstMoving(at: harness) {
      reasons[user.directive] = reason
    }
    return reasons
  }

  /// Why a clone is not what the unit will be, one sentence: what comes after its sandbox has the last word of settings that
  /// others bring with them, too. Nil where nothing does.
  static func obstacleToCloning(at harness: TrialHarness) -> String? {
    overridden(in: harness).min { $0.key < $1.key }.map { "\($1) sets \($0)= after the sandbox." }
  }

  /// What drop-ins set that come after the sandbox's own, and which does.
  private static func overridden(in harness: TrialHarness) -> [String: String] {
    let known = Set(Catalogue.directives.map(\.name))
    return harness.service.laterDropIns.reduce(into: [:]) { overridden, file in
      for directive in Installation.directives(in: harness.environment.text(of: file) ?? "")
      where known.contains(directive) { overridden[directive] = file }
    }
  }

  /// What a user's manager refuses. Who may take one capability out of the bounding set may take any; one that is missing here
  /// by itself is not missing everywhere (capabilities(7), `PR_CAPBSET_DROP`).
  static func refused(of open: [Restriction], where isRefused: (Restriction) -> Bool) -> Set<Restriction> {
    let refused = Set(open.filter(isRefused))
    let set = "CapabilityBoundingSet"
    guard refused.contains(where: { $0.directive == set }) else { return refused }
    let bringing = Implication.all.filter { $0.consequences.contains { $0.directive == set } }.map(\.cause.directive)
    return refused.union(open.filter { $0.directive == set || bringing.contains($0.directive) })
  }

  /// With a user made at the start, systemd moves directories that it made for the unit before, and gives away all that is in
  /// them (systemd.exec(5), `DynamicUser=`). It renames them, which no directory of another file system lets it.
  private static func reasonAgainstMoving(at harness: TrialHarness) -> String? {
    let properties = harness.service.properties
    for (directive, top) in OwnedPaths.tops where top != "/run" {
      for name in properties[directive]?.texts ?? [] {
        let path = "\(top)/\(name)"
        guard isDirectory(harness.environment.view(of: path)) else { continue }
        return "it would move \(path), which is there already, to \(top)/private, and give it to another user"
      }
    }
    return nil
  }
}
