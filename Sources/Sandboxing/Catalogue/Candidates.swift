extension Catalogue {
  /// The restrictions that can be laid on this ground, in order of preference: what removes most exposure comes first,
  /// lower rungs before higher ones, groups before their members.
  ///
  /// - Parameters:
  ///   - ground: The system, the unit's own settings, and what the service was seen to use.
  ///   - depth: How far into groups of system calls to go.
  ///   - only: Where not empty, only what one of these names is returned.
  ///   - exclude: What one of these names, and what contains it, is returned as excluded.
  public static func candidates(
    on ground: Ground, depth: Depth = .groups, only: [Selection] = [], exclude: [Selection] = []
  ) -> [Candidate] {
    let ranked = directives.enumerated().sorted { left, right in
      left.element.weight != right.element.weight
        ? left.element.weight > right.element.weight : left.offset < right.offset
    }
    let all = ranked.flatMap { $0.element.candidates(on: ground) }
    let named = all.filter { candidate in exclude.contains { $0.names(candidate.restriction) } }
    return all.compactMap { candidate in
      guard only.isEmpty || only.contains(where: { $0.names(candidate.restriction) }) else { return nil }
      let isExcluded = named.contains { $0.effects.isSubset(of: candidate.effects) }
      return isExcluded ? Candidate(candidate.restriction, effects: candidate.effects, status: .excluded) : candidate
    }
  }

  /// How far into groups of system calls to go.
  public enum Depth: String, Sendable, CaseIterable, Codable {
    /// Whole groups, as `systemd-analyze syscall-filter` lists them.
    case groups
    /// Single calls inside the groups that must stay. So tight a filter fits only what the health check exercises.
    case syscalls
  }
}

extension Directive {
  /// Its restrictions on this ground.
  func candidates(on ground: Ground) -> [Candidate] {
    let inForce = effectsInForce(on: ground)
    return rungs.map { rung in
      let effects = Set(rung.effects.map { Effect(name, $0) })
      let status: Candidate.Status =
        if rung.since > ground.platform.systemdVersion {
          .notSupported(reason: "needs systemd \(rung.since)")
        } else if effects.isSubset(of: inForce) {
          .alreadySet
        } else {
          .candidate
        }
      return Candidate(Restriction(name, rung.value), effects: effects, status: status)
    }
  }

  /// The effects that the unit's own settings have.
  func effectsInForce(on ground: Ground) -> Set<Effect> {
    guard let value = ownValue(on: ground) else { return [] }
    let rung =
      form == .mode
      ? rungs.last { mode(value) & mode($0.value) == mode($0.value) } : rungs.first { $0.value == value }
    return Set((rung?.effects ?? []).map { Effect(name, $0) })
  }
}

/// The bits of a file mode written in octal.
func mode(_ text: String) -> UInt32 { UInt32(text, radix: 8) ?? 0 }
