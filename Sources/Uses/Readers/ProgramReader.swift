import Sandboxing

/// What the code of a service can do, from the names that it takes from the C library and the paths that stand in it.
struct ProgramReader: UseReader {
  func uses(of service: ServiceFacts) -> [Use] {
    let code = service.code
    let started = service.mainPrograms.flatMap { privileges(ofRunning: $0, "it is started as \($0)", service) }
    let uses: [[Use]] = [
      calls(of: code, service), capabilities(of: code, service), paths(of: code, service), keys(of: code, service),
      ports(of: service), helpers(of: code), interpreters(service), started,
    ]
    return uses.flatMap { $0 }
  }

  /// Who names a capability asks for it, or tells that it is missing.
  private func capabilities(of code: ServiceCode, _ service: ServiceFacts) -> [Use] {
    code.own.filter { service.mainPrograms.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { program, file in
      service.context.platform.capabilities.filter { file.capabilityNames.contains(String($0.dropFirst(4))) }.map {
        Use(.capability, $0, from: "\(program) names \($0)")
      }
    }
  }

  /// Who gives up root by itself reads its keys before that: they are root's alone (ssl-cert, letsencrypt). Where it is no
  /// more root from the start, it needs leave to.
  private func keys(of code: ServiceCode, _ service: ServiceFacts) -> [Use] {
    let imports = code.ownImports
    guard service.context.runsAsRoot, !service.staysRoot, !imports.isDisjoint(with: Self.givingUpRoot),
      service.context.observed.lackedGroups.isEmpty
    else { return [] }
    return code.readingKeys.map { path, name in
      Use(.capability, "CAP_DAC_READ_SEARCH", from: "\(path) imports \(name): keys are readable for root alone")
    }.map { [$0] } ?? []
  }

  /// Who starts as root and serves the network may be told to serve it at any port, those below 1024 among them (ip(7)). Who
  /// is an ordinary user without having given up root itself was started as one by somebody else.
  private func ports(of service: ServiceFacts) -> [Use] {
    let imports = service.code.ownImports
    guard service.context.runsAsRoot, imports.contains("bind") else { return [] }
    guard service.runtime.observation.user == nil || !imports.isDisjoint(with: Self.givingUpRoot) else { return [] }
    // Who looks up the names of addresses to wait at waits at none before its configuration names some.
    let port = service.runtime.observation.boundPorts.first
    guard port != nil || imports.isSuperset(of: ["listen", "getaddrinfo"]) else { return [] }
    let phrase = port.map { "listens on \($0), or on what it is told to" } ?? "can listen on what it is told to"
    return [Use(.capability, "CAP_NET_BIND_SERVICE", from: "it starts as root and \(phrase)")]
  }

  /// Programs that its packages have for it alone are there to be run by it.
  private func helpers(of code: ServiceCode) -> [Use] {
    guard !code.ownImports.isDisjoint(with: ServiceCode.runningPrograms) else { return [] }
    return code.helpers.keys.sorted().map { Use(.program, $0, from: "its package has \($0) for it") }
  }

  private static let givingUpRoot: Set = ["setuid", "setreuid", "setresuid"]

  private func calls(of code: ServiceCode, _ service: ServiceFacts) -> [Use] {
    let files = code.own.merging(code.helpers) { own, _ in own }
    return files.sorted { $0.key < $1.key }.flatMap { path, file in
      ImportedCalls.all.filter { $0.isOf(service) }.flatMap { entry in
        entry.names.filter(file.imports.contains).sorted().prefix(1).flatMap {
          entry.uses(from: "\(path) imports \($0)")
        }
      }
    }
  }

  /// Paths that its own programs, and those that these name, have among their texts.
  private func paths(of code: ServiceCode, _ service: ServiceFacts) -> [Use] {
    var files = code.own.merging(code.helpers) { own, _ in own }
    for helper in Set(code.own.values.flatMap(\.paths)).filter({ isProgram($0, service) }).prefix(32) {
      let program = service.tree.resolved(helper)
      if files[program] == nil, let file = ServiceCode.read(program, in: service.tree) { files[program] = file }
    }
    return files.sorted { $0.key < $1.key }.flatMap { program, file in
      file.paths.flatMap { uses(of: $0, namedBy: program, service) }
    }
  }

  private func uses(of path: String, namedBy program: String, _ service: ServiceFacts) -> [Use] {
    let path = path.hasPrefix("/var/run/") ? String(path.dropFirst(4)) : path
    let phrase = "\(program) names \(path)"
    if isProgram(path, service) {
      // Who runs systemctl(1) talks to the manager.
      let asks = ["systemctl", "systemd-run"].contains(path.split(separator: "/").last ?? "")
      return [Use(.program, service.tree.resolved(path), from: phrase)] + privileges(ofRunning: path, phrase, service)
        + (asks ? [ControlSockets.manager, ControlSockets.systemBus].map { Use(.socket, $0, from: phrase) } : [])
    }
    if ControlSockets.isOne(path) { return [Use(.socket, path, from: phrase)] }
    // syslog(3), by its own code.
    if path == "/dev/log" { return [Use(.addressFamily, "AF_UNIX", from: phrase)] }
    let tops = ["/var/lib", "/var/log", "/var/cache", "/var/spool", "/var/mail"]
    guard tops.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) else { return [] }
    var directory = path
    while !service.tree.isDirectory(directory), let end = directory.lastIndex(of: "/") {
      directory = String(directory[..<end])
    }
    // A top directory is everybody's: what is in it is read, and written only by who names it as a whole.
    let isTop = ["/var", "/var/lib", "/var/log", "/var/cache", "/var/spool", ""].contains(directory)
    return [Use(.readPath, path, from: phrase)]
      + (isTop ? [] : [Use(.writtenPath, directory, from: phrase)])
  }

  /// execve(2): a program that is setuid or setgid is one for those who are not its owner. To root it is as any other.
  private func privileges(ofRunning path: String, _ phrase: String, _ service: ServiceFacts) -> [Use] {
    guard let status = service.tree.status(of: path), status.st_mode & 0o6000 != 0,
      !service.staysRoot || !service.users.isEmpty
    else { return [] }
    return [Use(.setting, "NoNewPrivileges", from: "\(phrase), which is setuid or setgid")]
  }

  private func isProgram(_ path: String, _ service: ServiceFacts) -> Bool {
    let folders = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/libexec/"]
    return folders.contains(where: path.hasPrefix) && service.isProgram(path)
  }

  /// What is written in a language can make the calls that the language's own library makes for any program of an ordinary
  /// user. That the language has sockets says nothing of what is written in it.
  private func interpreters(_ service: ServiceFacts) -> [Use] {
    guard let program = service.programs.first(where: service.isInterpreted) else { return [] }
    let calls = service.calls(
      of: ["@io-event", "@ipc", "@signal", "@sync", "@timer"], from: "what \(program) runs can do it")
    // What a shell runs tells of itself by logger(1).
    guard let shell = service.programs.map(service.interpreter(of:)).first(where: Interpreters.isShell) else {
      return calls
    }
    return calls + [Use(.addressFamily, "AF_UNIX", from: "a script of \(shell) logs over it")]
  }
}
