import DenialMatrix
import Sandboxing

/// What denies an act, in sets of effects: an act is denied where all effects of one of its sets are there.
///
/// Most of it was measured of each restriction alone. The rest are the few rules by which restrictions deny only together,
/// or do not deny what is allowed back (systemd.exec(5), capabilities(7), path_resolution(7)).
struct Denials {
  let matrix: DenialMatrix
  /// What the sandbox is laid on.
  let ground: Ground
  /// What there is to be laid on it.
  let candidates: [Candidate]

  /// What denies every needy its service, whatever it needs.
  func ofEveryNeedy(at program: String) -> [Set<Effect>] {
    matrix.restrictions(breaking: []).map(effects) + of(.execute(path: program))
  }

  /// What denies a needy its service by denying one of these system calls.
  func of(calls: some Sequence<String>) -> [Set<Effect>] { calls.map { [Effect("SystemCallFilter", $0)] } }

  /// What denies an act, apart from its system calls.
  func of(_ act: Act) -> [Set<Effect>] {
    let denials =
      switch act {
      case .write(let path): measured(act, but: ["ProtectSystem"]) + hiding(path) + writing(to: path)
      case .read(let path): measured(act) + hiding(path)
      case .execute(let path): measured(act, but: ["NoExecPaths"]) + hiding(path) + executing(path)
      case .openDevice(let path) where !matrix.acts.contains(act):
        // A device fares as the one of the same kind that was measured.
        measured(.openDevice(path: "/dev/cinch-act-device"), but: ["DevicePolicy"]) + opening(path)
      case .gainPrivileges: measured(act) + filtering
      case .share(.mnt, _): measured(act) + candidates.filter(\.mountsPaths).map(\.effects)
      default: measured(act)
      }
    return denials.filter { !$0.isEmpty } + ordinaryUsers(performing: act)
  }

  private func effects(of restriction: Restriction) -> Set<Effect> { Catalogue.effects(of: restriction, on: ground) }

  /// A user's denials were measured without the capabilities that a find leaves it.
  private func measured(_ act: Act, but ruled: Set<String> = []) -> [Set<Effect>] {
    matrix.restrictions(denying: act)
      .filter { !ruled.union(["User", "DynamicUser"]).contains($0.directive) }.map(effects)
  }

  private func hiding(_ path: String) -> [Set<Effect>] {
    candidates.filter { $0.restriction.directive == "InaccessiblePaths" && path.isBelow($0.restriction.value) }
      .map { [Effect("InaccessiblePaths", $0.restriction.value)] }
  }

  private func writing(to path: String) -> [Set<Effect>] {
    let closed = [("yes", ["/usr", "/boot", "/efi"]), ("full", ["/etc"]), ("strict", ["/"])]
    // Home directories are left to ProtectHome=.
    let open = ["/dev", "/home", "/proc", "/root", "/run/user", "/sys"]
    guard !open.contains(where: path.isBelow) else { return [] }
    return closed.filter { $0.1.contains(where: path.isBelow) }.map { rung, _ in
      allowed("ReadWritePaths", ground.observed.writtenDirectories, path).union([Effect("ProtectSystem", rung)])
    }
  }

  private func executing(_ path: String) -> [Set<Effect>] {
    [allowed("ExecPaths", ground.observed.executedDirectories, path).union([Effect("NoExecPaths", "/")])]
  }

  private func opening(_ path: String) -> [Set<Effect>] {
    [allowed("DeviceAllow", ground.observed.devices, path).union([Effect("DevicePolicy", "closed")])]
  }

  /// Taking away what is allowed back for a path; nothing where nothing is.
  private func allowed(_ directive: String, _ observed: [String], _ path: String) -> Set<Effect> {
    Set(observed.filter(path.isBelow).map { Effect(directive, $0) })
  }

  /// Who may not administer the system has to give up gaining privileges for a filter (seccomp(2)).
  private var filtering: [Set<Effect>] {
    let byOthers = ["PrivateDevices", "ProtectKernelTunables", "ProtectKernelModules"]
    return candidates.filter { candidate in
      let directive = candidate.restriction.directive
      return byOthers.contains(directive) || Catalogue.directive(directive)?.needs.contains(.seccomp) == true
    }.map { $0.effects.union([Effect("CapabilityBoundingSet", "CAP_SYS_ADMIN")]) }
  }

  /// An ordinary user keeps the capabilities that the sandbox leaves, and is held to what belongs to root once those that
  /// override it are gone. What a user without a lasting number may write is its own directories, and nothing is allowed
  /// back.
  private func ordinaryUsers(performing act: Act) -> [Set<Effect>] {
    let overriding = Effect("CapabilityBoundingSet", "CAP_DAC_OVERRIDE")
    let searching = Effect("CapabilityBoundingSet", "CAP_DAC_READ_SEARCH")
    let identities = candidates.filter { ["User", "DynamicUser"].contains($0.restriction.directive) }
    return identities.flatMap { identity -> [Set<Effect>] in
      let own = Effect(identity.restriction.directive, identity.restriction.value)
      switch act {
      // Which access(2) tells by root alone, whatever capabilities there are.
      case .runAsRoot, .makeControlGroups: return [[own]]
      case .write(let path) where isDeniedToOthers(act):
        return [[own, overriding]] + (own.directive == "DynamicUser" && !writing(to: path).isEmpty ? [[own]] : [])
      case .openDevice where isDeniedToOthers(act): return [[own, overriding]]
      case .read where isDeniedToOthers(act): return [[own, overriding, searching]]
      default: return []
      }
    }
  }

  /// What was not measured belongs to root, and others may only read it, devices not even that.
  private func isDeniedToOthers(_ act: Act) -> Bool {
    guard matrix.acts.contains(act) else { if case .read = act { return false } else { return true } }
    return matrix.restrictions(denying: act).contains(Restriction("User", "nobody"))
  }
}

extension Candidate {
  /// Whether it takes mounts, which are never in the manager's own namespace.
  fileprivate var mountsPaths: Bool { ["InaccessiblePaths", "NoExecPaths"].contains(restriction.directive) }
}

extension String {
  /// Whether this path is a directory or something below it.
  fileprivate func isBelow(_ directory: String) -> Bool {
    directory == "/" || self == directory || hasPrefix(directory + "/")
  }
}
