import Sandboxing

/// A start on a machine that has no directory but those that packages bring: what an earlier run has made is not there.
struct FreshStart: Rehearsal {
  let name = RehearsalName.freshStart
  let summary = "a stop and a start where no directory is there that only this machine has"
  let isRoots = true
  let needsRunningService = false

  /// Where services make directories of their own (hier(7)).
  private static let tops = ["/var/cache", "/var/lib", "/var/log", "/var/spool", "/srv", "/opt"]

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    if lifecycle.isRunning { try await lifecycle.stop(.stop) }
    let own: [String]
    if let known {
      own = known
    } else {
      own = try await directories(of: lifecycle)
    }
    let removed = try await lifecycle.commands.run(
      "rm -rf -- \"$@\"", arguments: ["rm"] + own, limit: lifecycle.limits.stop)
    guard removed.isSuccess else {
      throw Lifecycle.Inconclusive(reason: "its directories could not be removed: \(removed.output.prefix(200))")
    }
    try await lifecycle.startLater()
    return own
  }

  /// Lists who has the paths that are its arguments: packages by their lists of files, their scripts, or what is made at boot
  /// (dpkg-query(1), tmpfiles.d(5)).
  private static let search = """
    command -v dpkg-query > /dev/null || exit 3
    LC_ALL=C dpkg-query --search -- "$@" 2> /dev/null
    for path; do
      grep -qsF -e "$path" /var/lib/dpkg/info/*.postinst /usr/lib/tmpfiles.d/*.conf && echo "script: $path"
    done
    true
    """

  /// The directories in which it wrote and that no package has, each the uppermost of its kind.
  private func directories(of lifecycle: Lifecycle) async throws -> [String] {
    let paths = Self.candidates(for: lifecycle.seen.observation.writtenDirectories)
    guard !paths.isEmpty else { throw NotRehearsed(reason: "it writes in no directory of its own") }
    let owners = try await lifecycle.commands.run(
      Self.search, arguments: ["owners"] + paths, limit: .seconds(30))
    guard owners.isSuccess else { throw NotRehearsed(reason: "nobody knows which directories packages bring here") }
    let own = Self.uppermost(of: paths, besides: Self.owned(in: owners.output))
    guard !own.isEmpty else { throw NotRehearsed(reason: "every directory in which it writes comes with a package") }
    return own
  }

  /// These directories and those above them, below the places for what changes.
  static func candidates(for written: [String]) -> [String] {
    var paths: Set<String> = []
    for directory in written {
      guard let top = tops.first(where: { directory.hasPrefix($0 + "/") }) else { continue }
      var path = top
      for name in directory.dropFirst(top.utf8.count + 1).split(separator: "/") {
        path += "/\(name)"
        paths.insert(path)
      }
    }
    return paths.sorted()
  }

  /// The paths that have an owner, as `dpkg-query --search` lists them: `nginx-common, nginx: /var/log/nginx`.
  static func owned(in output: String) -> Set<String> {
    Set(
      output.split(separator: "\n").compactMap { line in
        line.firstRange(of: ": ").map { String(line[$0.upperBound...]) }
      })
  }

  /// Those that are not owned and are in none that is listed.
  static func uppermost(of paths: [String], besides owned: Set<String>) -> [String] {
    var own: [String] = []
    for path in paths.sorted() where !owned.contains(path) && !own.contains(where: { path.hasPrefix($0 + "/") }) {
      // What is owned below belongs to a package, whoever made what is above.
      if !owned.contains(where: { $0.hasPrefix(path + "/") }) { own.append(path) }
    }
    return own
  }
}
