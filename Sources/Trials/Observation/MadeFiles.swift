import Glibc
import Linux
import Sandboxing

// What the files of a service tell of it, once it was healthy.

extension TrialEnvironment {
  /// Adds to what was seen of a service where it wrote, what it made there, from where it was started, and what is around.
  ///
  /// - Parameters:
  ///   - subject: the service, which is down, with everything that it wrote still there.
  ///   - runtime: what was seen of it.
  /// - Returns: what it wrote, to be looked at again once the files are as they were before.
  /// - Throws: what keeps the files from being looked at.
  func note(filesOf subject: Subject, in runtime: inout RuntimeObservation) async throws -> [LackedPaths.Written] {
    let known = try await writtenPaths()
    let written = known ?? []
    // The manager removes it once the service is down.
    var wrote = subject.pidFile.map { [LackedPaths.Written(file: $0)] } ?? []
    wrote += written.map { LackedPaths.Written($0, at: view(of: $0)) }
    // Elsewhere than in a lab only what it held open, while it was up, tells of its files.
    let gone = (subject.pidFile.map { [Observer.directory(of: $0)] } ?? []) + runtime.observation.writtenDirectories
    runtime.observation.writtenDirectories = WrittenPaths.directories(of: written, and: gone)
    // Who writes more than this has told enough of how.
    if known != nil {
      // What systemd makes for the unit is new where the service never ran, and stands for all that is in it.
      let own = WrittenFiles(in: written.filter(subject.isInOwnDirectory), view: view(of:)).paths
      let made = Set(written.prefix(1000) + own.prefix(1000)).compactMap {
        SeenFile($0, at: view(of: $0), type: S_IFREG)
      }
      runtime.madeFiles = Set(made).union(runtime.madeFiles ?? [])
      runtime.writtenFiles = Set(WrittenFiles(in: written, view: view(of:)).paths)
    }
    // What the kernel says of processes has no aliases, a unit may name /sbin.
    let started = subject.programs.map { program in
      Observer.directory(of: Aliases.followed(program) { linkTarget(view(of: $0)) })
    }
    let executed = runtime.observation.executedDirectories
    runtime.observation.executedDirectories += Set(started).subtracting(executed).sorted()
    let used = runtime.observation.writtenDirectories + runtime.observation.executedDirectories
    let upper = UpperDirectories.around(used, view: view(of:))
    let homes = NeighbouringPaths.homes(of: accounts, besides: used, view: view(of:))
    runtime.observation.directories = upper + homes.filter { !upper.contains($0) }
    runtime.observation.controlSockets = NeighbouringPaths.controlSockets(view: view(of:))
    return wrote
  }

  /// Takes away from the files that it wrote those in directories that were there before, in which only something came and
  /// went.
  ///
  /// - Parameters:
  ///   - wrote: what it wrote; the files are as they were before.
  ///   - runtime: what was seen of it.
  func forgetOlderFiles(of wrote: [LackedPaths.Written], in runtime: inout RuntimeObservation) {
    let own = Set(wrote.map(\.path))
    let old = wrote.filter { $0.type == S_IFDIR && isDirectory(view(of: $0.path)) }.map { "\($0.path)/" }
    guard !old.isEmpty else { return }
    func isItsOwn(_ path: String) -> Bool { own.contains(path) || !old.contains(where: path.hasPrefix) }
    runtime.writtenFiles = runtime.writtenFiles?.filter(isItsOwn)
    runtime.madeFiles = runtime.madeFiles?.filter { isItsOwn($0.path) }
  }

  /// Adds what the user that the service runs as lacks of what it wrote, where that is so from its start.
  ///
  /// - Parameters:
  ///   - wrote: what it wrote; the files are as they were before.
  ///   - runtime: what was seen of it.
  func noteLacks(_ wrote: [LackedPaths.Written], in runtime: inout RuntimeObservation) {
    guard let name = runtime.observation.user,
      let user = FileAccess(ofUser: name, in: accounts)
    else { return }
    let lacked = LackedPaths(wrote, of: user, view: view(of:))
    runtime.observation.lackedDirectories = lacked.directories
    runtime.observation.lackedFiles = lacked.files
  }
}

extension Subject {
  /// Whether a path is in a directory that systemd makes for the unit, or is one.
  fileprivate func isInOwnDirectory(_ path: String) -> Bool {
    UnitDirectory.allCases.contains { directory in
      let names = properties.first { $0.name == directory.setting }?.value.texts ?? []
      return names.contains { "\(path)/".hasPrefix("\(directory.top)/\($0)/") }
    }
  }
}

/// All files of paths that were written: a directory that was made stands for what is in it.
private struct WrittenFiles {
  /// Who writes more than this is not compared file by file.
  private static let most = 4000
  private(set) var paths: [String] = []
  private let view: (String) -> String

  init(in written: [String], view: @escaping (String) -> String) {
    self.view = view
    for path in written { add(path) }
  }

  private mutating func add(_ path: String) {
    var status = stat()
    guard paths.count < Self.most, lstat(view(path), &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG: paths.append(path)
    case S_IFDIR: for name in names(in: view(path)).sorted() { add("\(path)/\(name)") }
    default: break
    }
  }
}
