/// What a service is known to use and a restriction would deny.
public struct DeniedUse: Hashable, Sendable {
  /// The uses; at least one.
  public let uses: [Use]

  /// Nothing where there are no uses.
  init?(_ uses: [Use]) {
    guard !uses.isEmpty else { return nil }
    self.uses = uses
  }

  /// What it uses, as a phrase: `it listens on tcp:5432`.
  public var phrase: String {
    Use.Kind.allCases.compactMap { kind in
      let ofKind = uses.filter { $0.kind == kind }
      return ofKind.isEmpty ? nil : kind.phrase(Self.list(ofKind))
    }.joined(separator: "; ")
  }

  /// Which probe would show whether the service needs it, as a phrase: `--health-tcp 127.0.0.1:5432`.
  public var probe: String {
    guard let kind = Use.Kind.allCases.first(where: { kind in uses.contains { $0.kind == kind } }) else { return "" }
    let ofKind = uses.filter { $0.kind == kind }
    if kind == .port, let port = ofKind.first(where: { $0.name.hasPrefix("tcp:") }) {
      return "--health-tcp 127.0.0.1:\(port.name.dropFirst(4))"
    }
    return kind.probe(Self.list(ofKind.map { Use($0.kind, $0.name) }))
  }

  /// How many names are worth reading.
  private static let most = 6

  private static func list(_ uses: [Use]) -> String {
    let shown = uses.prefix(most).map { use in use.name + (use.source.map { " (\($0))" } ?? "") }
    return shown.joined(separator: ", ") + (uses.count > most ? " and \(uses.count - most) more" : "")
  }
}

extension Use.Kind {
  fileprivate func phrase(_ names: String) -> String {
    switch self {
    case .port: "it listens on \(names)"
    case .peer: "it was connected to \(names)"
    case .addressFamily: "it has sockets of \(names)"
    case .socket: "it was connected to \(names)"
    case .writtenPath: "it wrote in \(names)"
    case .readPath: "it read \(names)"
    case .program: "it ran \(names)"
    case .device: "it opened \(names)"
    case .namespace: "it made namespaces (\(names))"
    case .capability: "it used \(names)"
    case .systemCall: "it called \(names)"
    case .user: "it ran as \(names)"
    case .fileMode: "it made files with mode \(names)"
    case .sharedPath: "every user may use \(names)"
    case .groupPath: "its group may use \(names)"
    case .group: "it is in the group \(names)"
    case .otherUsers: "it tells other users apart (\(names))"
    case .setting: "it is to do without \(names)="
    case .executableMemory: "it has memory that is writable and executable, as compilers at run time do"
    }
  }

  fileprivate func probe(_ names: String) -> String {
    switch self {
    case .port: "a command that asks it over the network"
    case .peer: "a command that fails when it cannot reach \(names)"
    case .addressFamily: "a command that fails where it cannot make a socket of \(names)"
    case .socket: "a command that fails when it cannot connect to \(names)"
    case .writtenPath: "a command that fails when nothing new appears in \(names)"
    case .readPath: "a command that fails when it cannot read \(names)"
    case .program: "a command that fails where \(names) does not run"
    case .device: "a command that fails where it cannot open \(names)"
    case .namespace: "a command that fails where its processes are not in namespaces of their own (lsns)"
    case .capability: "a command that fails where it lacks \(names)"
    case .systemCall: "a command that makes it call \(names), and fails where it cannot"
    case .user: "a command that fails where none of its processes runs as \(names)"
    case .fileMode: "a command that reads its new files as another user"
    case .sharedPath: "a command that uses \(names) as another user"
    case .groupPath: "a command that uses \(names) as another member of its group"
    case .group: "a command that fails where it cannot use what only the group \(names) may"
    case .otherUsers: "a command that asks it as another user"
    case .setting: "a command that fails under \(names)="
    case .executableMemory:
      "a command that fails where it interprets instead of compiling, such as one with a time limit"
    }
  }
}

extension Catalogue {
  /// What of all that a service is known to use a restriction would deny it; nil where that is nothing.
  ///
  /// What a list allows back (`ReadWritePaths=`, `SocketBindAllow=`) is not denied by what takes everything away: the list
  /// follows from what `context` was seen to use.
  public static func deniedUse(by restriction: Restriction, of uses: [Use], on context: ServiceContext) -> DeniedUse? {
    guard let directive = directive(restriction.directive) else { return nil }
    let members = directive.members(of: restriction.value, on: context)
    let meant = uses.filter { $0.kind == .setting && $0.name == directive.name }
    return DeniedUse(directive.denies.denied(members, uses, context) + meant)
  }

  /// The same, as far as seeing it in use is reason enough not to keep a restriction under which a health check passed.
  public static func reasonToWithhold(
    _ restriction: Restriction, knowing uses: [Use], on context: ServiceContext
  ) -> DeniedUse? {
    guard let denied = deniedUse(by: restriction, of: uses, on: context) else { return nil }
    switch directive(restriction.directive)?.denies.weight {
    case .withholds: return denied
    case .withholdsItself: return DeniedUse(denied.uses.filter { $0.directlyMeant(by: restriction) })
    case .told, nil: return nil
    }
  }
}

extension Use {
  /// Whether this is what the restriction names, not something below it.
  fileprivate func directlyMeant(by restriction: Restriction) -> Bool {
    name == restriction.deniedMember
      || kind == .program && Paths.directory(of: name) == restriction.deniedMember
  }
}
