/// A setting that another one undoes, or that promises more than it does, and what to do about it.
public struct LintFinding: Hashable, Sendable, Codable {
  /// Which rule found it: `mount-undone`.
  public let rule: String
  /// The settings that it is about, the one that is undone first: `ProtectSystem`.
  public let settings: [String]
  /// What is wrong, a sentence.
  public let text: String
  /// What to do, a sentence.
  public let advice: String

  /// Describes a finding.
  public init(rule: String, settings: [String], text: String, advice: String) {
    (self.rule, self.settings, self.text, self.advice) = (rule, settings, text, advice)
  }
}

/// Finds what directives undo of each other (systemd.exec(5), systemd.resource-control(5), systemd.socket(5)): with each of
/// them set, a sandbox looks tighter than it is.
public enum Lint {
  /// What there is to say of a service under a sandbox, in the order of the rules.
  ///
  /// - Parameters:
  ///   - effects: what the service runs under; nil for what its own unit has.
  ///   - context: the system and the unit's own settings.
  /// - Returns: the findings; none where nothing is undone.
  public static func findings(under effects: Effects? = nil, on context: ServiceContext) -> [LintFinding] {
    let unit = UnitUnderLint(effects: effects ?? context.inForce, context: context)
    return rules.flatMap { $0(unit) }
  }

  /// What there is to say of a socket unit, by its properties on the bus.
  public static func findings(inSocket properties: [String: BusValue], named name: String) -> [LintFinding] {
    let paths = (properties["Listen"]?.elements ?? []).compactMap { $0.elements?.last?.text }.filter {
      $0.hasPrefix("/")
    }
    guard let mode = properties["SocketMode"]?.unsigned, mode & 0o002 != 0, let path = paths.first else { return [] }
    let text = FileMode.text(UInt32(truncatingIfNeeded: mode))
    return [
      LintFinding(
        rule: "open-socket", settings: ["SocketMode"],
        text: "Every user may connect to \(path), on which \(name) listens for it (SocketMode=\(text)).",
        advice: "Set SocketMode=0660 and SocketGroup= in \(name), unless it is meant for everybody.")
    ]
  }

  private static let rules: [@Sendable (UnitUnderLint) -> [LintFinding]] = [
    processesSeen, mountsUndone, emptyRootUndone, everythingWritable, commandsOutside, rootWithoutKernel,
    devicesByListOnly, devicesHidden, waysOut, userIgnored, filesOpened,
  ]

  /// proc(5), `hidepid=`: who may trace processes sees them.
  private static let processesSeen: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    guard !unit.effects.members(of: "ProtectProc").isEmpty, unit.holds("CAP_SYS_PTRACE") else { return [] }
    return [
      LintFinding(
        rule: "processes-seen", settings: ["ProtectProc", "CapabilityBoundingSet"],
        text: "ProtectProc= hides nothing from whoever has CAP_SYS_PTRACE.",
        advice: "Add CAP_SYS_PTRACE to CapabilityBoundingSet=~…, or do without ProtectProc=.")
    ]
  }

  /// mount(2), umount2(2): what is a mount can be taken away by who may mount.
  private static let mountsUndone: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    let set = mounting.filter { !unit.effects.members(of: $0).isEmpty }
    guard !set.isEmpty, unit.holds("CAP_SYS_ADMIN") else { return [] }
    let open = mountCalls.filter { !unit.effects.contains(Effect(SystemCallFilter.name, $0)) }
    guard !open.isEmpty else { return [] }
    return [
      LintFinding(
        rule: "mount-undone", settings: set + ["CapabilityBoundingSet", "SystemCallFilter"],
        text:
          "\(set.map { "\($0)=" }.joined(separator: ", ")) can be undone: it has CAP_SYS_ADMIN, and no filter denies "
          + "\(open.joined(separator: ", ")).",
        advice: "Set CapabilityBoundingSet=~CAP_SYS_ADMIN, or SystemCallFilter=~@mount.")
    ]
  }

  private static let mounting = [
    "ProtectSystem", "ProtectHome", "InaccessiblePaths", "TemporaryFileSystem", "PrivateTmp", "PrivateDevices",
    "ProtectKernelTunables", "ProtectControlGroups", "NoExecPaths",
  ]

  private static let mountCalls = ["mount", "umount2", "move_mount", "mount_setattr"]

  /// ``EmptyRoot``.
  private static let emptyRootUndone: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    guard EmptyRoot.isSet(on: unit.context) || unit.effects.contains(Effect("TemporaryFileSystem", "/:ro")),
      EmptyRoot.isUndone(by: unit.effects.contains)
    else { return [] }
    return [
      LintFinding(
        rule: "empty-root-undone", settings: ["TemporaryFileSystem", "ProtectSystem", "NoExecPaths"],
        text: "TemporaryFileSystem=/ is passed over without a word: ProtectSystem=strict or NoExecPaths=/ is about the "
          + "same path, and wins.",
        advice: "Write TemporaryFileSystem=/:ro and leave out the other two; what is mounted read-only stays so.")
    ]
  }

  /// What is taken away and given back in one breath.
  private static let everythingWritable: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    let writable = unit.context.own("ReadWritePaths", .paths)?.members ?? []
    let wide = writable.filter { ["/", "/etc", "/usr", "/var"].contains($0) }
    guard unit.effects.contains(Effect("ProtectSystem", "strict")), !wide.isEmpty else { return [] }
    return [
      LintFinding(
        rule: "everything-writable", settings: ["ProtectSystem", "ReadWritePaths"],
        text:
          "ProtectSystem=strict protects little: ReadWritePaths= gives \(wide.joined(separator: " ")) back as a whole.",
        advice: "Name the directories that it writes in, or StateDirectory= and its like.")
    ]
  }

  /// systemd.service(5): a command with `+` runs with full privileges.
  private static let commandsOutside: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    unit.privilegedCommands.map { setting, program in
      LintFinding(
        rule: "command-outside", settings: [setting],
        text: "\(setting)=+\(program) runs outside of all of it, as root.",
        advice: "For a directory use StateDirectory= or its like; else let only root write what it runs and reads.")
    }
  }

  /// systemd.exec(5), `MountAPIVFS=`.
  private static let rootWithoutKernel: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    let root = ["RootDirectory", "RootImage"].first { (unit.context.base[$0]?.text ?? "").count > 1 }
    guard let root, unit.context.base["MountAPIVFS"]?.truth == false else { return [] }
    return [
      LintFinding(
        rule: "root-without-kernel", settings: [root, "MountAPIVFS"],
        text: "\(root)= has no /proc, /sys and /dev of its own: what ProtectKernelTunables=, ProtectProc= and "
          + "PrivateDevices= are about is what the root has there by itself, or missing.",
        advice: "Set MountAPIVFS=yes.")
    ]
  }

  /// systemd.resource-control(5), `DevicePolicy=auto`.
  private static let devicesByListOnly: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    guard unit.context.own("DeviceAllow", .devices)?.members.isEmpty == false,
      unit.effects.members(of: "DevicePolicy").isEmpty
    else { return [] }
    return [
      LintFinding(
        rule: "devices-by-list", settings: ["DeviceAllow", "DevicePolicy"],
        text: "DeviceAllow= stands without a policy: with DevicePolicy=auto every device is open as soon as a drop-in "
          + "empties the list.",
        advice: "Set DevicePolicy=closed.")
    ]
  }

  /// systemd.exec(5), `PrivateDevices=`.
  private static let devicesHidden: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    let allowed = (unit.context.own("DeviceAllow", .devices)?.members ?? []).map { String($0.prefix { $0 != " " }) }
    let hidden = allowed.filter { $0.hasPrefix("/dev/") && !Allowlist.isPseudoDevice($0) }
    guard unit.effects.contains(Effect("PrivateDevices", "yes")), !hidden.isEmpty else { return [] }
    return [
      LintFinding(
        rule: "devices-hidden", settings: ["DeviceAllow", "PrivateDevices"],
        text: "DeviceAllow= allows \(hidden.joined(separator: " ")), which PrivateDevices=yes does not show.",
        advice: "Leave one of the two out, or add BindPaths=\(hidden.joined(separator: " ")).")
    ]
  }

  /// Whoever is root, and reaches the manager, has it start whatever the sandbox denies, capabilities or not.
  private static let waysOut: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    guard unit.isRoot, !unit.effects.contains(Effect("RestrictAddressFamilies", "AF_UNIX")), unit.isConfined else {
      return []
    }
    let hidden = unit.effects.members(of: InaccessiblePaths.name)
    let open = [ControlSockets.manager, ControlSockets.systemBus].filter { socket in
      !hidden.contains { Paths.contains($0, socket) }
    }
    guard !open.isEmpty, !unit.effects.contains(Effect("TemporaryFileSystem", "/:ro")) else { return [] }
    return [
      LintFinding(
        rule: "way-out", settings: ["InaccessiblePaths", "User"],
        text: "It runs as root and reaches \(open.joined(separator: " and ")): the manager starts for it what its "
          + "sandbox denies.",
        advice: "Set User=, or InaccessiblePaths=-/run/dbus -/run/systemd/private -/run/systemd/io.systemd.Manager.")
    ]
  }

  /// systemd.exec(5), `User=`: what root's programs may do by their file mode, an ordinary user gets back by one.
  private static let userIgnored: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    guard !unit.isRoot, !unit.effects.contains(Effect("NoNewPrivileges", "yes")),
      unit.context.base["NoNewPrivileges"]?.truth != true, !unit.gainsNothing, unit.isConfined,
      !["CAP_SETUID", "CAP_SETGID"].allSatisfy({ unit.effects.contains(Effect(CapabilityBoundingSet.name, $0)) })
    else { return [] }
    return [
      LintFinding(
        rule: "privileges-regained", settings: ["User", "NoNewPrivileges"],
        text: "Its user can become root again by any set-user-ID program.",
        advice: "Set NoNewPrivileges=yes, or an empty CapabilityBoundingSet=.")
    ]
  }

  /// capabilities(7): who starts as an ordinary user with them has all its processes pass over every file's mode, where root's
  /// workers, who gave root up, do not.
  private static let filesOpened: @Sendable (UnitUnderLint) -> [LintFinding] = { unit in
    let held = ["CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH"].filter(unit.holds)
    guard !unit.isRoot, !held.isEmpty, unit.isConfined else { return [] }
    return [
      LintFinding(
        rule: "files-opened", settings: ["AmbientCapabilities", "User"],
        text: "All its processes have \(held.joined(separator: " and ")): they may read every file, root's as well.",
        advice: "Leave User= out, or give it what it writes: find with --give-paths.")
    ]
  }
}

/// What rules ask of a unit.
private struct UnitUnderLint {
  let effects: Effects
  let context: ServiceContext

  /// Whether its processes are root's when they start.
  var isRoot: Bool { context.runsAsRoot && !User.isOrdinary(under: effects) }

  /// Whether its user gains nothing by a program's mode since its calls are filtered.
  var gainsNothing: Bool {
    context.platform.filtersBringNoNewPrivileges && !holds("CAP_SYS_ADMIN")
      && Catalogue.directives.contains { $0.filtersCalls && !effects.members(of: $0.name).isEmpty }
  }

  /// Whether a process of it has a capability from the start.
  func holds(_ capability: String) -> Bool {
    guard CapabilityBoundingSet.kept(under: effects, on: context).contains(capability) else { return false }
    if isRoot { return true }
    let ambient = context.own("AmbientCapabilities", .capabilities)?.members ?? []
    return context.runsAsRoot || ambient.contains(capability)
  }

  /// Whether somebody wanted it confined: of a unit without any sandbox nothing is undone.
  var isConfined: Bool {
    ["ProtectSystem", "CapabilityBoundingSet", "SystemCallFilter", "NoNewPrivileges", "PrivateTmp", "ProtectHome"]
      .contains { !effects.members(of: $0).isEmpty }
  }

  /// The commands that run with full privileges, each with its setting.
  var privilegedCommands: [(setting: String, program: String)] {
    let settings = [
      "ExecCondition", "ExecStartPre", "ExecStart", "ExecStartPost", "ExecReload", "ExecStop", "ExecStopPost",
    ]
    return settings.flatMap { setting in
      (context.base["\(setting)Ex"]?.elements ?? []).compactMap { command -> (String, String)? in
        guard let parts = command.elements, parts.count > 2, let program = parts[0].text,
          parts[2].texts?.contains("privileged") == true
        else { return nil }
        return (setting, program)
      }
    }
  }
}
