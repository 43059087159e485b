extension Catalogue {
  /// What of the file system can be seen, written and executed.
  static let fileSystem: [Directive] = [
    Directive(
      "PrivateTmp",
      .ladder(("yes", 208, .read(path: "/tmp/\(Act.ownPrefix)-marker")), ("disconnected", 257, .keepTmp)),
      form: .booleanOrWord(.init("PrivateTmpEx")), needs: [], theme: .fileSystem, weight: 1000,
      why: "shares no temporary files with other software, so none can be guessed, raced or read",
      blindSpot: "sockets and files in /tmp or /var/tmp that other programs exchange with it are no longer shared",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "ProtectSystem",
      .ladder(
        ("yes", 214, .write(path: "/usr")), ("full", 214, .write(path: "/etc")), ("strict", 232, .write(path: "/var"))),
      form: .word, needs: [], theme: .fileSystem, weight: 1000,
      why: "cannot change programs, libraries, boot files, /etc or, with strict, anything outside its own directories",
      blindSpot: "self-updates, and files written rarely (rotation, crash reports, first use), fail only on that day",
      breaks: .unknown,
      fails: .writtenPaths(under: "strict"),
      denies: .paths(
        [.writtenPath], below: ["yes": ["/usr", "/boot", "/efi"], "full": ["/etc"], "strict": ["/"]],
        but: [.writablePaths], left: ["/dev", "/proc", "/sys"])),
    Directive(
      "ReadWritePaths", .set(Allowlist.writablePaths), form: .paths, needs: [], theme: .fileSystem,
      why: "may write only where it was seen to need it",
      blindSpot:
        "a path that the baseline run did not write (a rotation, a second log) is read-only on the day it matters",
      breaks: .evens,
      fails: .seen.or(.shownPath),
      denies: .allowedBack(.writtenPath, by: .writablePaths),
      brings: [Effect("ProtectSystem", "yes"), Effect("ProtectSystem", "full"), Effect("ProtectSystem", "strict")]),
    Directive(
      "ReadOnlyPaths", .set(DerivedDirective.readOnlyRuntime), form: .paths, needs: [], theme: .fileSystem,
      why: "may not write in /run either, which ProtectSystem=strict leaves open beside some settings",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "ProtectHome",
      .ladder([
        Rung("read-only", since: 214, act: .write(path: "/root"), effects: ["read-only"]),
        // Before systemd 257 the empty file systems are writable: only `yes` has both then.
        Rung(
          "tmpfs", since: 238, act: .read(path: "/root/\(Act.ownPrefix)-marker"), effects: ["read-only", "tmpfs"],
          before: [257: ["tmpfs"]]),
        Rung(
          "yes", since: 214, act: .read(path: "/root"), effects: ["read-only", "tmpfs", "yes"],
          before: [257: ["read-only", "tmpfs"]]),
      ]),
      form: .word, needs: [], theme: .fileSystem, weight: 1000,
      why: "cannot read or change users' files in /home, /root and /run/user",
      blindSpot: "configuration or content that some user keeps in a home directory is no longer found",
      breaks: .unknown,
      fails: .seen.or(.but("read-only", .shown("it needs what is in /home, /root or /run/user"))),
      denies: .paths([.writtenPath], below: ["read-only": ["/home", "/root", "/run/user"]], but: [.writablePaths])
        .and(
          .paths(
            [.readPath, .writtenPath, .program],
            below: ["tmpfs": ["/home", "/root", "/run/user"], "yes": ["/home", "/root", "/run/user"]]))),
    Directive(
      "InaccessiblePaths", .set(InaccessiblePaths()), form: .paths, needs: [], theme: .fileSystem,
      why: "cannot even read what it never needs, nor ask the manager, the bus or a container engine to act for it",
      // A hidden socket that is made anew, since systemd was executed again, is there again until the service restarts.
      blindSpot: "what it reads or asks rarely, or only with another configuration, is gone",
      breaks: .hiddenPaths,
      fails: .seen.or(.shownPath),
      denies: .told([.readPath, .writtenPath, .program, .socket]) { path, members, _ in
        members.contains { Paths.contains($0, path) }
      }, plan: .strict),
    Directive(
      "TemporaryFileSystem", .ladder(("/:ro", 238, .read(path: "/etc/passwd"))), form: .temporaryFileSystems, needs: [],
      theme: .fileSystem,
      why: "sees an empty file system but for what is mounted into it",
      blindSpot: "whatever the baseline run did not read does not exist for it",
      breaks: .unknown,
      fails: .seen,
      denies: .paths(
        [.readPath, .program], below: ["/:ro": ["/"]], but: [.readablePaths, .boundPaths],
        left: ["/dev", "/proc", "/sys"]
      ).and(.paths([.writtenPath], below: ["/:ro": ["/"]], but: [.boundPaths], left: ["/dev", "/proc", "/sys"])),
      plan: .allowList,
      refusal: { EmptyRoot.refusal(on: $1) }),
    Directive(
      "MountAPIVFS", .set(DerivedDirective.kernelFileSystems), form: .boolean, needs: [], theme: .fileSystem,
      why: "has /proc, /sys, /dev and an empty /run in an otherwise empty file system",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "BindReadOnlyPaths", .set(ReadOnlyBinds()), form: .bindMounts, needs: [], theme: .fileSystem,
      why: "sees only what it was seen to read",
      blindSpot: "a file that is replaced by renaming, rather than rewritten, is not seen until it starts again",
      breaks: .unknown,
      fails: .seen.or(.shownPath),
      denies: .allowedBack(.readPath, by: .readablePaths),
      brings: [Effect("TemporaryFileSystem", "/:ro")], plan: .allowList),
    Directive(
      "BindPaths", .set(Allowlist.boundPaths), form: .bindMounts, needs: [], theme: .fileSystem,
      why: "may write only where it was seen to need it",
      blindSpot: nil,
      breaks: .evens,
      fails: .seen.or(.shownPath),
      denies: .allowedBack(.writtenPath, by: .boundPaths),
      brings: [Effect("TemporaryFileSystem", "/:ro")],
      plan: .allowList),
    Directive(
      "NoExecPaths", .ladder(("/", 248, .execute(path: "/usr/bin/env"))), form: .paths, needs: [], theme: .fileSystem,
      why: "can run no program but its own: no shell, no compiler, nothing that it downloaded",
      blindSpot: "helpers that it runs rarely (a pager, a hook, sendmail) cannot be executed on that day",
      breaks: BreakRule { $1.runtime.observation.executedDirectories.isEmpty ? nil : .evens },
      fails: .executedPaths.or(.seen),
      denies: .paths([.program], below: ["/": ["/"]], but: [.executablePaths])),
    Directive(
      "ExecPaths", .set(Allowlist.executablePaths), form: .paths, needs: [], theme: .fileSystem,
      why: "runs programs and libraries only from where it was seen to need it",
      blindSpot: nil,
      breaks: .evens,
      fails: .executedPaths.or(.seen).or(.shownPath),
      denies: .allowedBack(.program, by: .executablePaths),
      brings: [Effect("NoExecPaths", "/")]),
    Directive(
      "PrivateMounts", .boolean(since: 239, act: .share(.mnt, inode: nil)), form: .boolean, needs: [],
      theme: .fileSystem, weight: 1000,
      why: "what it mounts or unmounts stays its own",
      blindSpot: "mounts that it makes for others, or that are made while it runs, are not seen on the other side",
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
    Directive(
      "RestrictFileSystems", .set(RestrictFileSystems()), form: .list, needs: [.bpfFramework, .bpfLSM, .cgroupBPF],
      theme: .fileSystem,
      why: "cannot open files on kinds of file systems that it never needs",
      blindSpot: nil,
      breaks: .unknown,
      fails: .seen,
      denies: .nothing),
  ]
}
