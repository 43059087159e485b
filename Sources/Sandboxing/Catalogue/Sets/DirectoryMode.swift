/// `StateDirectoryMode=` and its like: who beside the service's user may look into the directories that systemd makes for it,
/// where its unit has it make some.
struct DirectoryMode: MemberSet {
  /// Of which setting the directories are.
  let directory: UnitDirectory
  /// The systemd version that brought it.
  let since: Int

  /// What is tried, the looser one first: its group may look into them, nobody else may.
  private static let modes = ["0750", "0700"]

  /// The permissions themselves, without the bits for files made there.
  private static let permissions: UInt32 = 0o777

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    hasDirectories(on: context) ? Self.modes.map { Member($0, since: since) } : []
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> {
    let mode = FileMode.bits(value) & Self.permissions
    return Set(Self.modes.filter { mode & ~FileMode.bits($0) == 0 })
  }

  func inForce(on context: ServiceContext) -> Set<String> {
    guard hasDirectories(on: context), case .word(let own) = context.own(directory.mode, .mode) else { return [] }
    return effects(of: own, on: context)
  }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    guard let mode = Self.modes.last(where: effects.members(of: directory.mode).contains) else { return nil }
    let own =
      if case .word(let own) = context.own(directory.mode, .mode) { FileMode.bits(own) } else { FileMode.default }
    return .word(FileMode.text(own & (FileMode.bits(mode) | ~Self.permissions)))
  }

  func act(for value: String, on context: ServiceContext) -> Act? {
    .letIn(directory, mode: value == Self.modes[0] ? 0o005 : 0o050)
  }

  private func hasDirectories(on context: ServiceContext) -> Bool {
    context.own(directory.setting, .words)?.members.isEmpty == false
  }
}

extension Directive {
  /// The entry for directories of one setting.
  static func directoryMode(of directory: UnitDirectory, since: Int) -> Directive {
    Directive(
      directory.mode, .set(DirectoryMode(directory: directory, since: since)), form: .mode, needs: [],
      theme: .identity,
      why: "other users cannot look into its directory in \(directory.top), whatever the modes of the files there",
      blindSpot: "programs of other users that read its files there, or connect to its sockets, are shut out",
      // Whom it becomes is one of the others.
      breaks: .likely { $1.mustDropRoot },
      fails: .seen,
      denies: .told(.sharedPath) { path, _, context in context.has(path, in: directory) }
        .and(
          .told(.groupPath) { path, members, context in
            members.contains("0700") && context.has(path, in: directory)
          }))
  }
}

extension ServiceContext {
  /// Whether a path is one of the directories that systemd makes for the unit by a setting, or lies in one.
  fileprivate func has(_ path: String, in directory: UnitDirectory) -> Bool {
    (own(directory.setting, .words)?.members ?? []).contains { Paths.contains("\(directory.top)/\($0)", path) }
  }
}
