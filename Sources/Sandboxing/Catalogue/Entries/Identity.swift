extension Catalogue {
  /// Who the service is, and what it may become.
  static let identity: [Directive] = [
    Directive(
      "NoNewPrivileges", .boolean(since: 187), theme: .identity, weight: 1000,
      why: "no setuid program, file capability or SELinux transition can give its processes more than they have",
      blindSpot:
        "setuid programs that it or its sessions run (sudo, ping, sendmail) silently run without their privilege"),
    Directive(
      "DynamicUser", .boolean(since: 232), theme: .identity, weight: 2000,
      why: "runs as a user of its own that owns no other file and ends with the service",
      blindSpot: "files that it shares with other programs by owner or group become unreadable to them"),
    Directive(
      "UMask", .ladder(("0027", 187), ("0077", 187)), form: .mode, theme: .identity, weight: 100,
      why: "files that it creates are not readable by other users",
      blindSpot:
        "other users' programs that read its files (log shippers, backup, a web server) lose access to new ones"),
    Directive(
      "RestrictSUIDSGID", .boolean(since: 242), needs: [.seccomp], theme: .identity, weight: 1000,
      why: "cannot leave a setuid or setgid file behind for another user to run",
      blindSpot: "shared directories lose the setgid bit that makes new files inherit their group"),
    Directive(
      "KeyringMode", .ladder(("private", 235)), form: .word, theme: .identity, weight: 1000,
      why: "shares no kernel keyring with other services of the same user"),
    Directive(
      "RemoveIPC", .boolean(since: 211), theme: .identity, weight: 100,
      why: "its System V and POSIX IPC objects end with it instead of waiting for the next process of that user",
      blindSpot: "shared memory of other services under the same user is removed when this one stops"),
  ]
}
