/// The probes as a user that nobody knows: who asks over a Unix socket is told apart by its user.
struct OtherAccount: Rehearsal {
  let name = RehearsalName.otherAccount
  let summary = "the probes as the user nobody, over a Unix socket that all may use"
  let isHarmless = true
  let isRoots = true

  private static let user = "nobody"

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    let (probes, how) = (lifecycle.check.probes, "as the user \(Self.user)")
    if let known { return try await pass(known, of: probes, as: Self.user, in: lifecycle, how) }
    guard (lifecycle.seen.unixListeners ?? []).contains(where: { $0.mode & 0o002 != 0 }) else {
      throw NotRehearsed(reason: "it has no Unix socket that all users may use")
    }
    return try await passing(of: probes, as: Self.user, in: lifecycle, how)
  }
}
