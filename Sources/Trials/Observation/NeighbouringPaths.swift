import Linux
import Sandboxing

/// What is around a service and not its own: the homes of others, and the sockets that lead out of its sandbox.
enum NeighbouringPaths {
  /// What is no home whatever passwd(5) says, but a part of the system, or closed by `ProtectHome=`.
  private static let passedOver = [
    "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/proc", "/root", "/run", "/sbin", "/sys", "/tmp", "/usr",
    "/var/tmp",
  ]

  /// Where passwd(5) says that users are at home, outside of where they usually are, without homes that hold something the
  /// service was seen to use.
  ///
  /// - Parameters:
  ///   - accounts: who the users are.
  ///   - used: paths of the service's system.
  ///   - view: where such a path is for this process.
  /// - Returns: absolute paths; none twice.
  static func homes(of accounts: Accounts, besides used: [String], view: (String) -> String) -> [String] {
    var known: Set = ["", "/", "/var", "/var/lib"]
    return accounts.users.map(\.home).compactMap { home in
      guard known.insert(home).inserted,
        !(passedOver.contains { Paths.contains($0, home) }), !(used.contains { Paths.contains(home, $0) }),
        Aliases.followed(home, { linkTarget(view($0)) }) == home
      else { return nil }
      return isDirectory(view(home)) ? home : nil
    }
  }

  /// The sockets, and directories of such, that lead out of a sandbox, as far as they are there.
  ///
  /// - Parameter view: where a path is for this process.
  /// - Returns: absolute paths.
  static func controlSockets(view: (String) -> String) -> [String] {
    let varlink = ControlSockets.varlinkDirectories.flatMap { directory in
      names(in: view(directory)).filter { $0.hasPrefix(ControlSockets.varlinkPrefix) }.sorted().map {
        "\(directory)/\($0)"
      }
    }
    return ControlSockets.paths.filter { exists(view($0)) } + varlink
  }
}
