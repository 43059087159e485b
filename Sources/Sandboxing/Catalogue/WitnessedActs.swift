/// The acts by which a sandbox as a whole is judged, and what each counts.
public enum WitnessedActs {
  /// What counts whoever does not have it in `systemd-analyze security`: a single call, a path.
  private static let least = 50
  /// A way out counts as much as the capability to administer the system.
  private static let wayOut = 1500

  /// All acts of the catalogue on a context, each with its weight: that of the heaviest restriction which it shows, in the
  /// points of `systemd-analyze security`, and `least` for what that does not count.
  ///
  /// What only the manager can tell, or one unit after another, is not among them, nor what takes a directory of the unit's.
  public static func weights(on context: ServiceContext) -> [Act: Int] {
    let isAlone = { (act: Act) -> Bool in
      if case .notify = act { return true }
      if act.ownDirectory != nil { return true }
      return act.predecessor != nil || act == .leaveSharedMemory
    }
    var weights: [Act: Int] = [:]
    for directive in Catalogue.directives {
      for member in directive.members(on: context) where member.since <= context.platform.systemdVersion {
        guard let act = directive.act(for: member.value, on: context), !isAlone(act) else { continue }
        let weight = if case .escape = act { wayOut } else { max(member.weight, directive.weight, least) }
        weights[act] = max(weights[act] ?? 0, weight)
      }
    }
    return weights
  }

  /// What is left of all weights by what is not denied, from 0 to 100: ten times a figure like that of
  /// `systemd-analyze security`.
  public static func tenths(of denials: [Act: Bool], weighing weights: [Act: Int]) -> Int {
    let all = denials.keys.reduce(0) { $0 + (weights[$1] ?? least) }
    let open = denials.filter { !$0.value }.keys.reduce(0) { $0 + (weights[$1] ?? least) }
    return all == 0 ? 0 : (open * 100 + all / 2) / all
  }
}
