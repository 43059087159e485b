import Sandboxing

/// What kind of service it is: one that runs other people's programs or sessions hands every restriction on to them.
struct KindReader: UseReader {
  /// What a service of a kind does for others.
  private enum Kind {
    /// Sessions of users, who may become root in them.
    case sessions
    /// Programs that others have written, as an ordinary user.
    case programs
    /// A look at the whole machine: its processes, file systems and interfaces, at times by programs of others.
    case machine
  }

  func uses(of service: ServiceFacts) -> [Use] {
    let found = service.programs.lazy.compactMap { program in
      Self.kind(of: program, in: service).map { Self.uses(of: $0, program: program, service) }
    }.first { _ in true }
    if let found { return found }
    let files = Self.machineFiles(of: service)
    guard files.count > 2, let program = service.mainPrograms.first else { return [] }
    return Self.watching(
      "\(program) looks at the whole machine: it names \(files.prefix(3).joined(separator: ", "))", service)
  }

  private static let sessionServers = [
    "act_runner", "agetty", "anacron", "atd", "buildbot-worker", "buildkite-agent", "cron", "crond", "dropbear",
    "fcron",
    "forgejo-runner", "gdm", "getty", "gitea-runner", "gitlab-runner", "in.telnetd", "lightdm", "login", "nomad",
    "salt-minion",
    "sddm", "slurmd", "sshd", "supervisord", "systemd-logind", "woodpecker-agent", "xrdp-sesman",
  ]
  private static let programServers = ["apache2", "fcgiwrap", "httpd", "php-cgi", "php-fpm", "spawn-fcgi", "uwsgi"]
  private static let watchers = [
    "collectd", "glances", "icinga2", "monit", "munin-node", "nagios4", "netdata", "node_exporter", "nrpe",
    "prometheus-node-exporter", "sensu-agent", "snmpd", "telegraf", "zabbix_agent2", "zabbix_agentd",
  ]

  private static func kind(of program: String, in service: ServiceFacts) -> Kind? {
    let name = program.split(separator: "/").last.map(String.init) ?? program
    if sessionServers.contains(name) { return .sessions }
    if programServers.contains(where: {
      name == $0 || name.hasPrefix($0) && !name.dropFirst($0.count).contains(where: \.isLetter)
    }) {
      return .programs
    }
    if watchers.contains(name) { return .machine }
    // Who opens sessions of PAM's opens them for somebody (pam_open_session(3)).
    guard service.staysRoot, let file = ServiceCode.read(program, in: service.tree) else { return nil }
    let runsPrograms = !file.imports.isDisjoint(with: ServiceCode.runningPrograms)
    return file.imports.contains("pam_open_session") && runsPrograms ? .sessions : nil
  }

  /// What its own code reads of the whole machine (proc(5)): one such file tells a program how large to be, several together
  /// tell somebody how the machine is.
  private static func machineFiles(of service: ServiceFacts) -> [String] {
    let named = service.code.own.values.reduce(into: Set<String>()) { $0.formUnion($1.paths) }
    let files = [
      "cpuinfo", "diskstats", "loadavg", "meminfo", "net/dev", "net/route", "partitions", "stat", "swaps", "uptime",
      "vmstat",
    ]
    return files.map { "/proc/\($0)" }.filter(named.contains)
  }

  /// It looks at processes of others and their owners, at all file systems, at interfaces, and asks programs of packages.
  private static func watching(_ phrase: String, _ service: ServiceFacts) -> [Use] {
    let places = ["/proc/stat"] + ["/home", "/root"].filter(service.tree.isDirectory)
    return (places + Catalogue.placesOfOthers(on: service.context)).map { Use(.readPath, $0, from: phrase) }
      + ["/usr/bin", "/usr/lib", "/usr/sbin"].map { Use(.program, $0, from: phrase) }
      + ["AF_UNIX", "AF_NETLINK"].map { Use(.addressFamily, $0, from: phrase) }
      + ["PrivateNetwork", "ProtectProc"].map { Use(.setting, $0, from: phrase) }
      + [Use(.otherUsers, "whose processes it counts", from: phrase)]
  }

  private static func uses(of kind: Kind, program: String, _ service: ServiceFacts) -> [Use] {
    let phrase =
      switch kind {
      case .machine: "\(program) looks at the whole machine"
      case .sessions: "\(program) runs sessions of other users, which have every restriction of it"
      case .programs: "\(program) runs programs of others, which have every restriction of it"
      }
    if kind == .machine { return watching(phrase, service) }
    let homes = service.accounts.map(\.home).filter { $0 != "/" }
    let tops = (["/var/www", "/var/spool", "/var/mail", "/srv"] + homes).filter { service.tree.isDirectory($0) }
    let folders =
      tops
      + Catalogue.placesOfOthers(on: service.context).filter { place in
        tops.contains { place.hasPrefix("\($0)/") }
      }
    let programs = ["/usr", "/bin", "/sbin", "/lib", "/opt"].filter { service.tree.isDirectory($0) }
    let modes = [(Use.Kind.fileMode, "0644"), (.executableMemory, ""), (.otherUsers, "clients"), (.peer, "others")]
    var uses = ["AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK"].map { Use(.addressFamily, $0, from: phrase) }
    uses += modes.map { Use($0.0, $0.1, from: phrase) } + programs.map { Use(.program, $0, from: phrase) }
    // Their own files, and what they leave for others to send or to run.
    uses += folders.flatMap { [Use(.writtenPath, $0, from: phrase), Use(.readPath, $0, from: phrase)] }
    uses += (noticed + (kind == .sessions ? noticedInSessions : [])).map { Use(.setting, $0, from: phrase) }
    uses += service.calls(
      of: ["@chown", "@sync", "@ipc", "@timer", "@resources", "@aio", "@memlock", "@setuid"], from: phrase)
    guard kind == .sessions else { return uses }
    uses += service.context.platform.capabilities.map { Use(.capability, $0, from: phrase) }
    return uses
  }

  /// What any program of an ordinary user notices: mail is sent by programs that are setgid. That directories in a shared one
  /// inherit its group is the kernel's doing (inode(7)), and needs no leave.
  private static let noticed = ["NoNewPrivileges", "NoExecPaths", "PrivateUsers", "PrivateNetwork"]

  /// What a session notices beside that: it shares directories with a group, and whoever becomes root in one may do anything.
  /// What it mounts or names anew it does for all, which ends with the first directive that gives the service mounts or names
  /// of its own.
  private static let noticedInSessions = [
    "Delegate", "DevicePolicy", "IPAddressDeny", "InaccessiblePaths", "KeyringMode", "LimitCORE", "PrivateDevices",
    "PrivateIPC", "PrivateMounts", "PrivateTmp", "ProcSubset", "ProtectClock", "ProtectControlGroups", "ProtectHome",
    "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables", "ProtectProc",
    "ProtectSystem", "RemoveIPC", "RestrictNamespaces", "RestrictSUIDSGID",
    "SocketBindDeny", "SystemCallArchitectures", "SystemCallFilter",
  ]
}
