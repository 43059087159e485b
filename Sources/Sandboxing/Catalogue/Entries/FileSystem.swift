extension Catalogue {
  /// What of the file system can be seen and written.
  static let fileSystem: [Directive] = [
    Directive(
      "ProtectSystem", .ladder(("yes", 214), ("full", 214), ("strict", 232)), form: .word, theme: .fileSystem,
      weight: 1000,
      why: "cannot change programs, libraries, boot files, /etc or, with strict, anything outside its own directories",
      blindSpot: "self-updates, and files written rarely (rotation, crash reports, first use), fail only on that day"),
    Directive(
      "ProtectHome", .ladder(("read-only", 214), ("tmpfs", 239), ("yes", 214)), form: .word, theme: .fileSystem,
      weight: 1000,
      why: "cannot read or change users' files in /home, /root and /run/user",
      blindSpot: "configuration or content that some user keeps in a home directory is no longer found"),
    Directive(
      "PrivateTmp", .ladder(("yes", 187), ("disconnected", 257)),
      form: .booleanOrWord(.init("PrivateTmpEx")), theme: .fileSystem, weight: 1000,
      why: "shares no temporary files with other software, so none can be guessed, raced or read",
      blindSpot: "sockets and files in /tmp or /var/tmp that other programs exchange with it are no longer shared"),
    Directive(
      "PrivateMounts", .boolean(since: 239), theme: .fileSystem, weight: 1000,
      why: "what it mounts or unmounts stays its own",
      blindSpot: "mounts that it makes for others, or that are made while it runs, are not seen on the other side"),
  ]
}
