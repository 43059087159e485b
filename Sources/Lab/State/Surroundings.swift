import CLinux
import Glibc
import Linux

/// What a lab has besides files and processes, and a service can change: where file systems are mounted, and its network.
public struct Surroundings: Hashable, Sendable {
  /// Where something is mounted, as the lab sees it; once for each mount.
  public let mountPoints: [String]
  /// Changes with links, addresses, routes, rules and packet filters.
  public let network: UInt64
}

extension Lab {
  /// What they are now.
  ///
  /// - Throws: ``LabError`` when the lab is gone.
  public func surroundings() throws(LabError) -> Surroundings {
    do {
      // What systemd mounts for its units belongs to them.
      let own = ["/run/systemd/", "/run/credentials/", "/run/user/"]
      let points = try MountEntry.read(process: String(leader)).map(\.point).filter { point in
        !own.contains { point.hasPrefix($0) }
      }
      let namespace = try openFile("/proc/\(leader)/ns/net", O_RDONLY)
      let number = namespace.number
      let digest = try OwnThread.run { () -> Result<UInt64, SystemCallError> in
        let joined = clinux_setns(number, CInt(truncatingIfNeeded: Namespaces.network.rawValue))
        if joined < 0 { return .failure(SystemCallError(call: "setns", subject: "net", number: -joined)) }
        var digest: UInt64 = 0
        let result = clinux_network_digest(&digest)
        return result < 0
          ? .failure(SystemCallError(call: "list", subject: "network", number: -result)) : .success(digest)
      }
      return Surroundings(mountPoints: points.sorted(), network: try digest.get())
    } catch {
      throw isAlive ? .file(operation: error.call, path: error.subject, reason: error.reason) : .gone
    }
  }

  /// Takes mounts away, the innermost first, whoever uses them.
  public func unmount(_ points: [String]) async throws(LabError) {
    for point in points.sorted(by: >) { _ = try await run(["umount", "--lazy", "--", point]) }
  }
}
