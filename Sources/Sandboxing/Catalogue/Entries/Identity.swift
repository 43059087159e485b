extension Catalogue {
  /// Who the service is, and what it may become.
  static let identity: [Directive] = [
    Directive(
      "User", .set(User()), form: .word, needs: [], theme: .identity,
      why: "its processes are not root from the start, so there is no root to take over before they drop privileges",
      blindSpot:
        "files that root made on an earlier start stay root's: an upgrade of a running system may need a chown",
      breaks: .unknown,
      fails: .root,
      denies: .told(.user) { user, members, _ in !members.contains(user) },
      identity: .user),
    Directive(
      "Group", .set(DerivedDirective.group), form: .word, needs: [], theme: .identity,
      why: "has the group that its processes drop to, and root's no more",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing,
      identity: .groups),
    Directive(
      "RuntimeDirectory", .set(OwnedPaths.directories("RuntimeDirectory")), form: .words, needs: [], theme: .identity,
      why: "its user owns its directory in /run, and needs no capability for it",
      blindSpot: "what it leaves there for others is gone when it stops",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "StateDirectory", .set(OwnedPaths.directories("StateDirectory")), form: .words, needs: [], theme: .identity,
      why: "its user owns its directory in /var/lib, and needs no capability for it",
      blindSpot: OwnedPaths.changesOwners,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "CacheDirectory", .set(OwnedPaths.directories("CacheDirectory")), form: .words, needs: [], theme: .identity,
      why: "its user owns its directory in /var/cache, and needs no capability for it",
      blindSpot: OwnedPaths.changesOwners,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "LogsDirectory", .set(OwnedPaths.directories("LogsDirectory")), form: .words, needs: [], theme: .identity,
      why: "its user owns its directory in /var/log, and needs no capability for it",
      blindSpot: OwnedPaths.changesOwners,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "ExecStartPre", .set(OwnedPaths.files), form: .commands, needs: [], theme: .identity,
      why: "the one thing that root has to do for it is done by a command, not by the service",
      blindSpot: "these commands run as root, outside of the sandbox",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing, manual: .service),
    Directive(
      "DynamicUser", .boolean(since: 232, act: .runAsRoot), form: .boolean, needs: [], theme: .identity, weight: 2000,
      why: "runs as a user of its own that owns no other file and ends with the service",
      blindSpot: "files that it shares with other programs by owner or group become unreadable to them",
      breaks: .likely { $1.mustStartAsRoot },
      fails: .root,
      denies: .told(.user) { _, _, _ in true },
      identity: .user,
      // systemd.exec(5), `DynamicUser=`: all of these come with it.
      brings: [
        Effect("ProtectSystem", "yes"), Effect("ProtectSystem", "full"), Effect("ProtectSystem", "strict"),
        Effect("ProtectHome", "read-only"), Effect("PrivateTmp", "yes"), Effect("RemoveIPC", "yes"),
        Effect("NoNewPrivileges", "yes"), Effect("RestrictSUIDSGID", "yes"),
      ],
      refusal: { $1.runsAsRoot && $1.observed.user == nil ? nil : "the service has a user of its own" }),
    Directive(
      "SupplementaryGroups", .set(SupplementaryGroups()), form: .words, needs: [], theme: .identity,
      why: "does not belong to groups whose files it never needs",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .named(.group, weight: .told),
      identity: .groups),
    Directive(
      "CapabilityBoundingSet", .set(CapabilityBoundingSet()), form: .capabilities, needs: [], theme: .identity,
      why: "never holds the capability, nor does anything that it runs, setuid programs included",
      blindSpot: "what needs it only on a bad day (a first start, a permission repair, a rotation) fails on that day",
      breaks: .capabilities,
      fails: .capabilities,
      denies: .named(.capability, weight: .told)),
    Directive(
      "AmbientCapabilities", .set(DerivedDirective.ambientCapabilities), form: .capabilities, needs: [],
      theme: .identity,
      why: "an ordinary user with the few capabilities that the service still needs, instead of root",
      blindSpot: "all that it runs inherits these, unlike root's, which end where a program changes to another user",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "NoNewPrivileges", .boolean(since: 208, act: .gainPrivileges), form: .boolean, needs: [], theme: .identity,
      weight: 1000,
      why: "no setuid program, file capability or SELinux transition can give its processes more than they have",
      blindSpot:
        "setuid programs that it or its sessions run (sudo, ping, sendmail) silently run without their privilege",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "RestrictSUIDSGID", .boolean(since: 242, act: .makeSetUserID), form: .boolean, needs: [.seccomp],
      theme: .identity, weight: 1000,
      why: "cannot leave a setuid or setgid file behind for another user to run",
      blindSpot: "shared directories lose the setgid bit that makes new files inherit their group",
      breaks: .unknown,
      fails: .seen,
      denies: .told(.fileMode) { mode, _, _ in FileMode.bits(mode) & 0o6000 != 0 },
      silence: SilentDenial(
        calls: [
          "chmod", "creat", "fchmod", "fchmodat", "fchmodat2", "mkdir", "mkdirat", "mknod", "mknodat", "open", "openat",
          "openat2",
        ], wanted: "a file with a setuid or setgid bit", probe: "a command that fails where its files lack that bit")),
    Directive(
      "KeyringMode", .ladder(("private", 235, .useSessionKeyring)), form: .word, needs: [], theme: .identity,
      weight: 1000,
      why: "shares no kernel keyring with other services of the same user",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "UMask", .ladder(("0027", 208, .makeFiles(mode: 0o644)), ("0077", 208, .makeFiles(mode: 0o640))), form: .mode,
      needs: [],
      theme: .identity, weight: 100,
      why: "files that it creates are not readable by other users",
      blindSpot:
        "other users' programs that read its files (log shippers, backup, a web server) lose access to new ones",
      breaks: .unknown,
      fails: .seen,
      denies: .told(.fileMode) { mode, members, _ in
        members.contains { FileMode.bits(mode) & FileMode.bits($0) != 0 }
      }),
    .directoryMode(of: .runtime, since: 211),
    .directoryMode(of: .state, since: 235),
    .directoryMode(of: .cache, since: 235),
    .directoryMode(of: .logs, since: 235),
    Directive(
      "RemoveIPC", .boolean(since: 232, act: .findSharedMemory), form: .boolean, needs: [], theme: .identity,
      weight: 100,
      why: "its System V and POSIX IPC objects end with it instead of waiting for the next process of that user",
      blindSpot: "shared memory of other services under the same user is removed when this one stops",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
  ]
}
