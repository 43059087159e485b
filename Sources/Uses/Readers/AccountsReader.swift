import Sandboxing

/// Who lets users of the system in, or acts as one of them: it becomes whoever that is, in that user's own files.
struct AccountsReader: UseReader {
  func uses(of service: ServiceFacts) -> [Use] {
    guard let act = acts(for: service) else { return [] }
    let homes = ["/home", "/root"].filter { service.tree.isDirectory($0) }
    let capabilities = ["CAP_SETUID", "CAP_SETGID"] + (act.asksPAM ? ["CAP_AUDIT_WRITE", "CAP_DAC_READ_SEARCH"] : [])
    var uses = [Use(.user, "whoever it acts for", from: act.phrase), Use(.otherUsers, "whom", from: act.phrase)]
    uses += capabilities.map { Use(.capability, $0, from: act.phrase) }
    if act.asksPAM {
      uses += [
        Use(.addressFamily, "AF_UNIX", from: act.phrase), Use(.addressFamily, "AF_NETLINK", from: act.phrase),
        Use(.program, "/usr/lib", from: act.phrase), Use(.readPath, "/etc/shadow", from: act.phrase),
      ]
    }
    guard act.becomesThem else { return uses }
    uses += homes.flatMap { [Use(.readPath, $0, from: act.phrase), Use(.writtenPath, $0, from: act.phrase)] }
    return uses + service.calls(of: ["@setuid", "@chown"], from: act.phrase)
  }

  /// What a service does for users of the system.
  struct Act {
    let phrase: String
    let asksPAM: Bool
    let becomesThem: Bool
  }

  /// What the code that was seen to run, and the libraries that its packages have for it, do for users of the system; nil
  /// where that is nothing, or where it does not start as root or gives it up, without which it can do nothing for them.
  func acts(for service: ServiceFacts) -> Act? {
    guard service.context.runsAsRoot, !hasGivenUpRoot(service.runtime) else { return nil }
    let files = service.code.own.filter { !service.code.plugins.contains($0.key) }.sorted { $0.key < $1.key }
    let imports = files.reduce(into: Set<String>()) { $0.formUnion($1.value.imports) }
    func first(_ calls: [String], in files: [(key: String, value: ProgramFile)]) -> String? {
      files.lazy.compactMap { path, file in calls.first(where: file.imports.contains).map { "\(path) imports \($0)" } }
        .first { _ in true }
    }
    let asksPAM = imports.contains("pam_authenticate")
    // seteuid(2): who gives up root for good has no use for a way back.
    let looking = files.filter { !$0.value.imports.isDisjoint(with: ["getpwnam", "getpwnam_r"]) }
    if let switching = first(Self.switching, in: looking) {
      return Act(
        phrase: "\(switching), with which it acts as one user of the system after the other", asksPAM: asksPAM,
        becomesThem: true)
    }
    return first(Self.asking, in: files).map { asking in
      Act(
        phrase: "\(asking), with which users of the system are let in", asksPAM: asksPAM,
        becomesThem: !imports.isDisjoint(with: Self.becoming))
    }
  }

  /// Whether no process of it had a capability left once it was healthy: then it becomes nobody any more.
  private func hasGivenUpRoot(_ runtime: RuntimeObservation) -> Bool {
    !runtime.programs.isEmpty && runtime.effectiveCapabilities == 0
  }

  private static let asking = ["pam_authenticate", "getspnam", "getspnam_r"]
  private static let becoming: Set = ["setuid", "setresuid", "setreuid", "seteuid", "setfsuid"]
  private static let switching = ["seteuid", "setegid", "setfsuid", "setfsgid"]
}
