import Sandboxing

/// What kind of service it is: one that runs other people's programs or sessions hands every restriction on to them.
struct KindReader: UseReader {
  /// What a service of a kind does for others.
  private enum Kind {
    /// Sessions of users, who may become root in them.
    case sessions
    /// Programs that others have written, as an ordinary user.
    case programs
  }

  func uses(of service: ServiceFacts) -> [Use] {
    service.programs.lazy.compactMap { program in
      Self.kind(of: program, in: service).map { Self.uses(of: $0, program: program, service) }
    }.first { _ in true } ?? []
  }

  private static let sessionServers = [
    "agetty", "anacron", "atd", "buildkite-agent", "cron", "crond", "dropbear", "fcron", "gdm", "getty",
    "gitlab-runner",
    "in.telnetd", "lightdm", "login", "sddm", "slurmd", "sshd", "systemd-logind", "xrdp-sesman",
  ]
  private static let programServers = ["apache2", "fcgiwrap", "httpd", "php-cgi", "php-fpm", "spawn-fcgi", "uwsgi"]

  private static func kind(of program: String, in service: ServiceFacts) -> Kind? {
    let name = program.split(separator: "/").last.map(String.init) ?? program
    if sessionServers.contains(name) { return .sessions }
    if programServers.contains(where: {
      name == $0 || name.hasPrefix($0) && !name.dropFirst($0.count).contains(where: \.isLetter)
    }) {
      return .programs
    }
    // Who opens sessions of PAM's opens them for somebody (pam_open_session(3)).
    guard service.staysRoot, let file = ServiceCode.read(program, in: service.tree) else { return nil }
    let runsPrograms = !file.imports.isDisjoint(with: ["execve", "execv", "execvp", "execl", "execlp", "execle"])
    return file.imports.contains("pam_open_session") && runsPrograms ? .sessions : nil
  }

  private static func uses(of kind: Kind, program: String, _ service: ServiceFacts) -> [Use] {
    let phrase =
      switch kind {
      case .sessions: "\(program) runs sessions of other users, which have every restriction of it"
      case .programs: "\(program) runs programs of others, which have every restriction of it"
      }
    let homes = service.accounts.map(\.home).filter { $0 != "/" }
    let folders = (["/var/www", "/var/spool", "/var/mail", "/srv"] + homes).filter { service.tree.isDirectory($0) }
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

  /// What any program of an ordinary user notices: mail is sent by programs that are setgid, files of a shared directory
  /// inherit its group.
  private static let noticed = ["NoNewPrivileges", "RestrictSUIDSGID", "NoExecPaths", "PrivateUsers", "PrivateNetwork"]

  /// What a session notices beside that: whoever becomes root in one may do anything.
  private static let noticedInSessions = [
    "Delegate", "DevicePolicy", "IPAddressDeny", "InaccessiblePaths", "KeyringMode", "PrivateDevices", "PrivateTmp",
    "ProcSubset", "ProtectHome", "ProtectProc", "ProtectSystem", "RemoveIPC", "RestrictNamespaces", "SocketBindDeny",
    "SystemCallArchitectures", "SystemCallFilter",
  ]
}
