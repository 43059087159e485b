/// The probes as a user that nobody knows: who asks over a Unix socket is told apart by its user.
struct OtherAccount: Rehearsal {
  let name = RehearsalName.otherAccount
  let summary = "the probes as the user nobody, over a Unix socket that all may use"
  let isHarmless = true
  let isRoots = true

  private static let user = "nobody"

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    let probes = lifecycle.check.probes.enumerated().map { (number: "\($0 + 1)", probe: $1) }
    if let known {
      for (number, probe) in probes where known.contains(number) {
        let outcome = try await lifecycle.ask(probe, as: Self.user)
        guard outcome.isSuccess else {
          throw failure("probe \(number) said unhealthy to the user \(Self.user)", probe: outcome)
        }
      }
      return known
    }
    guard (lifecycle.seen.unixListeners ?? []).contains(where: { $0.mode & 0o002 != 0 }) else {
      throw NotRehearsed(reason: "it has no Unix socket that all users may use")
    }
    var passing: [String] = []
    for (number, probe) in probes where try await lifecycle.ask(probe, as: Self.user).isSuccess {
      passing.append(number)
    }
    guard !passing.isEmpty else {
      throw NotRehearsed(reason: "no probe passes as the user \(Self.user) without any restriction either")
    }
    return passing
  }
}
