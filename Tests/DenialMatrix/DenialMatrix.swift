import Sandboxing

/// Which restrictions really deny which acts: measured in labs with `Scripts/denials`, each restriction alone, filters
/// denying with EPERM. With it, and with the system calls that a needy takes (`needy calls`), the maximal sandbox of a
/// needy is known exactly.
///
/// Under several restrictions exactly those acts are denied that one of them denies, but for ``interacting`` (seen with
/// 120 random sandboxes of 2 to 60 restrictions): needs whose truth is to be known exactly are drawn from the others.
public struct DenialMatrix: Sendable {
  /// What a restriction does to acts.
  public enum Row: Hashable, Sendable {
    /// This systemd does not know the restriction.
    case unsupported
    /// Nothing runs under it, not even a needy that needs nothing.
    case breaksEverything
    /// It denies these acts; and, where it says so, a needy that needs nothing cannot serve under it.
    case denies(Set<Act>, breaksServing: Bool)
  }

  /// Acts that restrictions deny, or allow again, only together.
  ///
  /// `ProtectProc=` hides processes from root once CAP_SYS_PTRACE is gone, and shared memory is left by one act for
  /// another. A kernel setting is guarded by its mount and by capabilities. And a mount that one restriction brings can
  /// be writable again where `ProtectSystem=strict` alone denies: /run comes with `ProtectKernelTunables=`,
  /// `ProtectControlGroups=`, `ProtectProc=` and `ProcSubset=`, /tmp with `PrivateTmp=`, any path with `NoExecPaths=`.
  public static let interacting: Set<Act> = [
    .seeProcess(1), .readProcess(1), .leaveSharedMemory, .findSharedMemory, .write(path: "/run"),
    .write(path: "/tmp"), .write(path: "/opt"), .read(path: "/opt/cinch-act-marker"),
    .execute(path: "/opt/cinch-act-program"), .write(path: "/proc/sys/kernel/domainname"),
    .write(path: "/proc/sys/net/core/somaxconn"),
  ]

  /// Every act that was allowed without any restriction. A namespace goes without its inode's number here.
  public let acts: Set<Act>
  /// The restrictions that were tried.
  public let rows: [Restriction: Row]

  /// The restrictions that deny an act, each of them alone.
  public func restrictions(denying act: Act) -> Set<Restriction> {
    let act = Self.withoutInode(act)
    return Set(
      rows.compactMap { restriction, row in
        if case .denies(let denied, _) = row { return denied.contains(act) ? restriction : nil }
        return row == .breaksEverything ? restriction : nil
      })
  }

  /// The restrictions, each of them alone, under which a needy serving these acts is not healthy.
  public func restrictions(breaking needs: some Sequence<Act>) -> Set<Restriction> {
    let serving = rows.compactMap { restriction, row in
      if case .denies(_, true) = row { return restriction }
      return row == .breaksEverything ? restriction : nil
    }
    return needs.reduce(into: Set(serving)) { $0.formUnion(restrictions(denying: $1)) }
  }

  private static func withoutInode(_ act: Act) -> Act {
    if case .share(let type, _) = act { return .share(type, inode: nil) }
    return act
  }
}
