/// What spares an ordinary user the capabilities that would let it write what is not its own: the directories of its name
/// are given to it by systemd (systemd.exec(5), `StateDirectory=`), files in directories of everybody's by a command that runs
/// as root. They follow from `User=` and restrict nothing by themselves.
public enum OwnedPaths {
  /// The directories that systemd makes, with the setting of each.
  public static let tops: [(directive: String, top: String)] = [
    ("RuntimeDirectory", "/run"), ("StateDirectory", "/var/lib"), ("CacheDirectory", "/var/cache"),
    ("LogsDirectory", "/var/log"),
  ]

  /// What is to be known of directories that change hands.
  static let changesOwners = """
    systemd gives the directory and all that is in it to the service's user and group when it starts; only 'cinch undo' \
    gives it back
    """

  /// The files that commands of this kind give away.
  ///
  /// - Parameter commands: `ExecStartPre=` as the manager has it; nil for none.
  /// - Returns: their paths.
  public static func filesGiven(by commands: BusValue?) -> [String] {
    (commands?.elements ?? []).compactMap { command in
      // s path, as arguments, …
      guard let fields = command.elements, fields.count > 1, let arguments = fields[1].texts, arguments.count == 4,
        arguments.starts(with: giving)
      else { return nil }
      return arguments[3]
    }
  }

  /// How the command begins that gives a file away.
  private static let giving = ["/usr/bin/chown", "--no-dereference"]

  /// The names of the settings, none of which restricts anything.
  static let names = Set(tops.map(\.directive) + ["ExecStartPre"])

  /// The paths that are given away under these effects: nothing where root stays root, or where the user was always its own.
  static func given(_ paths: [String], under effects: Effects, on context: ServiceContext) -> [String] {
    startsAsItsUser(under: effects, on: context) ? paths.filter(Paths.isUsable) : []
  }

  /// Whether root is replaced by the user that the service drops to.
  static func startsAsItsUser(under effects: Effects, on context: ServiceContext) -> Bool {
    guard context.runsAsRoot, let user = context.observed.user else { return false }
    return effects.contains(Effect(User.name, user))
  }

  /// One of the settings for directories.
  static func directories(_ directive: String) -> DerivedDirective {
    DerivedDirective { effects, context in
      let own = context.own(directive, .words)?.members ?? []
      let top = tops.first { $0.directive == directive }?.top ?? ""
      let given = given(context.observed.lackedDirectories, under: effects, on: context)
        .filter { $0.hasPrefix(top + "/") }.map { String($0.dropFirst(top.utf8.count + 1)) }
      let all = own + given.filter { !own.contains($0) }
      return all.isEmpty ? nil : .allow(all)
    }
  }

  /// `ExecStartPre=`: before everything else of the unit, each file is there and belongs to the user; what it holds stays.
  static let files = DerivedDirective { effects, context in
    let own = context.own("ExecStartPre", .commands)?.members ?? []
    let given = given(context.observed.lackedFiles, under: effects, on: context)
    guard !given.isEmpty, let user = context.observed.user else { return own.isEmpty ? nil : .allow(own) }
    let owner = context.observed.group.map { "\(user):\($0)" } ?? user
    let commands = given.flatMap { file in
      [["/usr/bin/touch", file], giving + [owner, file]].map {
        UnitCommand(path: $0[0], arguments: $0, flags: ["privileged"]).description
      }
    }
    return .allow(commands + own)
  }
}
