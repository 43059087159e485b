import Linux
import Sandboxing
import Trials

/// Where a service writes on another day and its user may not, though what it was seen to write was given to that user: there
/// it writes with root's leave alone (capabilities(7), `CAP_DAC_OVERRIDE`).
enum WriteAccess {
  /// The capability, where other uses need it.
  ///
  /// - Parameters:
  ///   - known: what is known of the service.
  ///   - service: the service.
  /// - Returns: at most one use.
  static func uses(beside known: [Use], of service: ServiceFacts) -> [Use] {
    let observed = service.context.observed
    let given = observed.lackedDirectories + observed.lackedFiles
    guard service.context.runsAsRoot, !service.staysRoot, !given.isEmpty, let name = observed.user,
      let user = FileAccess(
        ofUser: name,
        in: Accounts(
          users: service.tree.text(of: "/etc/passwd") ?? "", groups: service.tree.text(of: "/etc/group") ?? ""))
    else { return [] }
    // Of what it was seen to write, all that it needs was given to it.
    let others = known.filter { $0.kind == .writtenPath && !observed.writtenDirectories.contains($0.name) }
    let denied = others.lazy.compactMap { use in use.source.map { (path: use.name, source: $0) } }.first { use in
      service.tree.has(use.path) && !use.path.hasPrefix("/run") && !given.contains { Paths.contains($0, use.path) }
        && !service.tree.isWritable(use.path, by: user)
    }
    return denied.map { [Use(.capability, "CAP_DAC_OVERRIDE", from: "\($0.source), and \(name) may not write there")] }
      ?? []
  }
}
