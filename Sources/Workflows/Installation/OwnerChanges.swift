import Linux
import Sandboxing

/// Files that change hands when a unit starts under a drop-in, as they were before: systemd gives a unit's directories,
/// with all that is in them, to its user (systemd.exec(5), `StateDirectory=`), and commands of the drop-in's own give it files.
/// Nothing of that ends with the drop-in.
struct OwnerChanges: Hashable, Sendable, Codable {
  /// One file, and whose it was.
  struct File: Hashable, Sendable, Codable {
    let path: String
    let owner: UInt32
    let group: UInt32
  }

  /// The directories and single files that the drop-in names.
  let paths: [String]
  /// Whose they become: `www-data:adm`.
  let owner: String
  /// What changes, a directory before what is in it.
  let files: [File]
  private let user: UInt32
  private let group: UInt32

  /// The directories that outlive a service.
  private static let tops = OwnedPaths.tops.filter { $0.top != "/run" }

  /// What a start would change; nil where nothing.
  ///
  /// - Parameters:
  ///   - before: the unit's properties without the drop-in.
  ///   - after: the same with it.
  ///   - disk: the root that the manager sees.
  /// - Throws: ``DiskError`` where that cannot be looked at.
  init?(from before: [String: BusValue], to after: [String: BusValue], on disk: any Disk) throws(DiskError) {
    guard after["DynamicUser"]?.truth != true, let name = after["User"]?.text, !name.isEmpty else { return nil }
    let accounts = Accounts(users: try Self.text("/etc/passwd", disk), groups: try Self.text("/etc/group", disk))
    // One that is not there yet has no files either, and its unit does not start.
    guard let user = accounts.user(named: name) ?? accounts.users.first(where: { "\($0.number)" == name }) else {
      return nil
    }
    let groupName = after["Group"]?.text ?? ""
    let group = accounts.groups.first { $0.name == groupName || "\($0.number)" == groupName }?.number ?? user.group
    (self.user, self.group) = (user.number, group)
    owner = "\(user.name):\(accounts.groupName("\(group)"))"
    let directories = Self.tops.flatMap { kind in (after[kind.directive]?.texts ?? []).map { "\(kind.top)/\($0)" } }
    let own = Set(OwnedPaths.filesGiven(by: before["ExecStartPre"]))
    let given = OwnedPaths.filesGiven(by: after["ExecStartPre"]).filter { !own.contains($0) && !$0.hasPrefix("/run/") }
    var (paths, files): ([String], [File]) = ([], [])
    for path in directories + given {
      // systemd looks only at the directory itself, and leaves it alone where that is the user's.
      guard let status = try disk.status(of: path),
        status.attributes.owner != user.number || status.attributes.group != group
      else { continue }
      paths.append(path)
      try Self.collect(path, status, notOf: (user.number, group), on: disk, into: &files)
    }
    guard !files.isEmpty else { return nil }
    (self.paths, self.files) = (paths, files)
  }

  private static func collect(
    _ path: String, _ status: DiskStatus, notOf user: (UInt32, UInt32), on disk: any Disk, into files: inout [File]
  ) throws(DiskError) {
    let attributes = status.attributes
    if (attributes.owner, attributes.group) != user {
      files.append(File(path: path, owner: attributes.owner, group: attributes.group))
    }
    guard status.kind == .directory else { return }
    for name in try disk.entries(of: path).sorted() {
      let child = "\(path)/\(name)"
      // What is gone by now, or has a name that no text has, is nobody's loss.
      if let status = try disk.status(of: child) { try collect(child, status, notOf: user, on: disk, into: &files) }
    }
  }

  /// Gives the files back to whom they belonged; one that has another owner by now, or is gone, is left alone.
  ///
  /// - Throws: ``DiskError``, after everything that could be given back was.
  func undo(on disk: any Disk) throws(DiskError) {
    var failure: DiskError?
    for file in files.reversed() {
      do {
        guard let now = try disk.status(of: file.path)?.attributes, now.owner == user, now.group == group else {
          continue
        }
        try disk.setOwner(of: file.path, to: file.owner, group: file.group)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private static func text(_ path: String, _ disk: any Disk) throws(DiskError) -> String {
    try disk.status(of: path) == nil ? "" : String(decoding: try disk.contents(of: path), as: UTF8.self)
  }
}
