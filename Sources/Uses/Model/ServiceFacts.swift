import Linux
import Sandboxing
import Trials

/// All that readers are told of a service.
public struct ServiceFacts: Sendable {
  /// The system and the unit's own settings.
  public let context: ServiceContext
  /// The unit's file and its drop-ins, one after the other.
  public let unitText: String
  /// What runs without restrictions showed.
  public let runtime: RuntimeObservation
  /// The files of its system.
  public let tree: FileTree
  /// Whether its processes still start as root in the sandbox that is to be judged.
  public private(set) var staysRoot: Bool
  /// What its packages are.
  public let packages: PackageIndex
  /// The programs that its unit names and that it was seen to run, links followed, its main program first.
  public let programs: [String]
  /// The code that these can run, read once.
  private(set) var code = ServiceCode.unread

  /// A service by what is known of it.
  ///
  /// - Parameters:
  ///   - context: the system and the unit's own settings.
  ///   - unitText: the unit's file and its drop-ins.
  ///   - runtime: what runs without restrictions showed.
  ///   - tree: the files of its system.
  ///   - staysRoot: whether its processes start as root even in the sandbox that is to be judged.
  public init(
    context: ServiceContext, unitText: String, runtime: RuntimeObservation, tree: FileTree, staysRoot: Bool
  ) {
    self.context = context
    self.unitText = unitText
    self.runtime = runtime
    self.tree = tree
    self.staysRoot = staysRoot || Self.startsAsRootWithUser(context.base)
    packages = PackageIndex(of: tree)
    let named = ["ExecStart", "ExecStartPre", "ExecStartPost", "ExecReload", "ExecStop", "ExecStopPost"].flatMap {
      (context.base[$0]?.elements ?? []).compactMap { $0.elements?.first?.text }
    }
    var seen: Set<String> = []
    programs = (named + runtime.programs.sorted()).map { tree.resolved($0) }.filter {
      $0.hasPrefix("/") && seen.insert($0).inserted
    }
    code = ServiceCode(of: self)
    if !self.staysRoot, context.runsAsRoot, AccountsReader().acts(for: self) != nil { self.staysRoot = true }
  }

  /// The programs that are the service, of all that it runs: the one that its unit starts, which may be a script, and those
  /// that stayed, without the shells around them.
  var mainPrograms: [String] {
    let seen = Set(runtime.programs.map { tree.resolved($0) })
    return programs.prefix(1) + programs.dropFirst().filter { seen.contains($0) && !isInterpreted($0) }
  }

  /// Whether what a program does stands in what it reads: an interpreter, or a script.
  func isInterpreted(_ program: String) -> Bool {
    Interpreters.isInterpreter(program) || tree.contents(of: program, limit: 2) == Array("#!".utf8)
  }

  /// What runs a program: the interpreter that a script names (execve(2)), or the program itself.
  func interpreter(of program: String) -> String {
    let line = tree.contents(of: program, limit: 256)?.prefix { $0 != UInt8(ascii: "\n") } ?? []
    guard line.starts(with: Array("#!".utf8)) else { return program }
    let words = String(decoding: line.dropFirst(2), as: UTF8.self).split(separator: " ").map(String.init)
    // env(1) finds what it is told to run.
    let isFound = words.first?.hasSuffix("/env") == true && words.count > 1
    return isFound ? words[1] : words.first ?? program
  }

  /// Whether there is a file that can be run at a path.
  func isProgram(_ path: String) -> Bool {
    tree.status(of: path).map { $0.st_mode & 0o170000 == 0o100000 && $0.st_mode & 0o111 != 0 } ?? false
  }

  /// Whether the unit names a user and starts its program as root all the same (systemd.service(5): `+` and `!`).
  private static func startsAsRootWithUser(_ properties: [String: BusValue]) -> Bool {
    (properties["ExecStartEx"]?.elements ?? []).contains { command in
      let flags = command.elements.flatMap { $0.count > 2 ? $0[2].texts : nil } ?? []
      return !Set(["no-setuid", "privileged"]).isDisjoint(with: flags)
    }
  }

  /// Those of some uses of which something can be taken: of a path that is not there, nothing.
  public func present(_ uses: [Use]) -> [Use] {
    let paths: Set<Use.Kind> = [.writtenPath, .readPath, .program]
    return uses.filter { !paths.contains($0.kind) || tree.has($0.name) }
  }

  /// The use of each call of some groups, as its system has them.
  func calls(of groups: [String], from source: String) -> [Use] {
    groups.flatMap { Use.calls(context.platform.systemCallGroups[$0] ?? [], from: source) }
  }

  /// Groups that may read what its code reads, besides root, and that its user is not in: the one for private keys, where the
  /// system has it (Debian's package ssl-cert).
  public var lackedGroups: [String] {
    let accounts = Accounts(
      users: tree.text(of: "/etc/passwd") ?? "", groups: tree.text(of: "/etc/group") ?? "")
    guard code.readingKeys != nil, let group = accounts.groups.first(where: { $0.name == "ssl-cert" }),
      let user = context.observed.user.flatMap({ accounts.user(named: $0) }),
      !accounts.groups(of: user).contains(group.number)
    else { return [] }
    return [group.name]
  }

  /// What its system's files say of the users that its processes are.
  var accounts: [Accounts.User] {
    let names = users
    return names.isEmpty
      ? [] : Accounts(users: tree.text(of: "/etc/passwd") ?? "").users.filter { names.contains($0.name) }
  }

  /// The users that its processes are, as far as they are known: that of the unit, and that to which it drops root.
  var users: [String] {
    let own = context.base["User"]?.text ?? ""
    return Set([own, context.observed.user ?? "", runtime.observation.user ?? ""]).subtracting(["", "root", "0"])
      .sorted()
  }
}
