/// Which uses the restrictions of a directive deny.
public struct UseRule: Sendable {
  /// What a use that is denied means for a restriction under which the health check passed.
  enum Weight: Sendable {
    /// The health check did not look there: the restriction is not kept.
    case withholds
    /// The same, where the restriction names just that.
    case withholdsItself
    /// Worth telling; the trial is believed.
    case told
  }

  let weight: Weight
  /// Those of the uses that are denied where these members of the directive are taken away.
  let denied: @Sendable (_ members: Set<String>, [Use], ServiceContext) -> [Use]

  /// The same uses, of which one is reason enough not to keep a restriction under which the health check passed.
  var withholding: UseRule { UseRule(weight: .withholds, denied: denied) }

  /// It denies nothing that anybody sees in use.
  static let nothing = UseRule(weight: .told) { _, _, _ in [] }

  /// It denies uses of a kind that satisfy a condition.
  static func told(
    _ kind: Use.Kind, where isDenied: @escaping @Sendable (String, Set<String>, ServiceContext) -> Bool
  ) -> UseRule { told([kind], where: isDenied) }

  /// It denies uses of some kinds that satisfy a condition.
  static func told(
    _ kinds: Set<Use.Kind>, where isDenied: @escaping @Sendable (String, Set<String>, ServiceContext) -> Bool
  ) -> UseRule {
    UseRule(weight: .told) { members, uses, context in
      uses.filter { kinds.contains($0.kind) && isDenied($0.name, members, context) }
    }
  }

  /// Its members are names of uses of this kind.
  static func named(_ kind: Use.Kind, weight: Weight) -> UseRule {
    UseRule(weight: weight) { members, uses, _ in uses.filter { $0.kind == kind && members.contains($0.name) } }
  }

  /// It denies the network, and with it whatever goes over it.
  static let network = UseRule(weight: .withholds) { _, uses, _ in networking(uses) }

  /// It denies the network to sockets of families.
  static let addressFamilies = UseRule(weight: .withholds) { members, uses, _ in
    let families = uses.filter { $0.kind == .addressFamily && members.contains($0.name) }
    let networking = networking(uses)
    return families.isEmpty ? [] : networking.isEmpty ? families : networking
  }

  /// Its members are paths in or below which such uses are allowed back; each that goes takes those that no other allows.
  static func allowedBack(_ kind: Use.Kind, by list: Allowlist) -> UseRule {
    UseRule(weight: .withholdsItself) { members, uses, context in
      uses.filter { use in
        use.kind == kind && members.contains { Paths.contains($0, use.name) }
          && !list.allowed(on: context).contains { !members.contains($0) && Paths.contains($0, use.name) }
      }
    }
  }

  /// It denies uses of what lies below some paths, those of the members taken away, but not what a list allows back, nor
  /// what it leaves alone: some paths, and what systemd makes for the unit.
  static func paths(
    _ kinds: Set<Use.Kind>, below tops: [String: [String]], but lists: [Allowlist] = [], left: [String] = []
  ) -> UseRule {
    told(kinds) { path, members, context in
      let closed = members.flatMap { tops[$0] ?? [] }
      // systemd.exec(5): of two settings for the very same path the stricter one counts; below it, the deeper one.
      let listed = lists.flatMap { $0.allowed(on: context) }.filter { !closed.contains($0) || closed.contains("/") }
      let open = listed + left + (lists.isEmpty ? [] : context.ownDirectories)
      return closed.contains { Paths.contains($0, path) } && !open.contains { Paths.contains($0, path) }
    }
  }

  /// It denies these, whichever of its restrictions is set.
  static func of(
    capabilities: Set<String> = [], systemCalls: Set<String> = [], paths: [String] = []
  ) -> UseRule {
    UseRule(weight: .told) { _, uses, _ in
      uses.filter { use in
        switch use.kind {
        case .capability: capabilities.contains(use.name)
        case .systemCall: systemCalls.contains(use.name)
        case .readPath, .writtenPath: paths.contains { Paths.contains($0, use.name) }
        default: false
        }
      }
    }
  }

  /// It denies what either of two rules does.
  func and(_ other: UseRule) -> UseRule {
    UseRule(weight: weight) { members, uses, context in
      let first = denied(members, uses, context)
      return first + other.denied(members, uses, context).filter { !first.contains($0) }
    }
  }

  /// What goes over the network: what it listens on or, where that is nothing, to whom it connects.
  private static func networking(_ uses: [Use]) -> [Use] {
    let ports = uses.filter { $0.kind == .port }
    return ports.isEmpty ? uses.filter { $0.kind == .peer } : ports
  }
}
