import Sandboxing

extension SourceTests {
  /// What others use in the directories that systemd makes for a unit.
  static let directories = [
    Case(
      name: "baseline: a file that others read in a directory of its unit",
      restriction: Restriction("StateDirectoryMode", "0700"),
      reason: "its group may use /var/lib/d/key (mode 0640)", properties: ["StateDirectory": .strings(["d"])],
      runtime: runtime { $0.madeFiles = [SeenFile(path: "/var/lib/d/key", mode: 0o640, group: 4)] }),
    Case(
      name: "baseline: a socket for everybody in a directory of its unit",
      restriction: Restriction("RuntimeDirectoryMode", "0750"),
      reason: "every user may use /run/d/d.sock (mode 0777)", properties: ["RuntimeDirectory": .strings(["d"])],
      runtime: runtime { $0.unixListeners = [SeenFile(path: "/run/d/d.sock", mode: 0o777, group: 0)] }),
    Case(
      name: "unit: a directory that it opens to all", restriction: Restriction("StateDirectoryMode", "0750"),
      reason: "its unit says StateDirectoryMode=755", unit: "[Service]\nStateDirectoryMode=755\n",
      properties: ["StateDirectory": .strings(["d"]), "StateDirectoryMode": .uint32(0o755)]),
    Case(
      name: "package: a directory with logs that a group reads", restriction: Restriction("LogsDirectoryMode", "0700"),
      reason: "/etc/logrotate.d/d makes logs with mode 640",
      properties: ["ExecStart": start("/usr/sbin/d"), "LogsDirectory": .strings(["d"])],
      files: [
        "/usr/sbin/d": "", "/var/lib/dpkg/info/d.list": "/.\n/usr/sbin/d\n/etc/logrotate.d/d\n",
        "/etc/logrotate.d/d": "/var/log/d/*.log {\n  create 640 d adm\n}\n",
      ]),
  ]
}
