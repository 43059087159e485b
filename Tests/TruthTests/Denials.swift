import DenialMatrix
import Sandboxing

/// What denies an act, in sets of effects: an act is denied where all effects of one of its sets are there.
///
/// Most of it was measured of each restriction alone. The rest are the few rules by which restrictions deny only together,
/// or do not deny what is allowed back (systemd.exec(5), capabilities(7), path_resolution(7)).
struct Denials {
  let matrix: DenialMatrix
  /// What the sandbox is laid on.
  let context: ServiceContext
  /// What there is to be laid on it.
  let candidates: [Candidate]

  /// What denies every needy its service, whatever it needs.
  func ofEveryNeedy(at program: String) -> [Set<Effect>] {
    // What ProtectSystem= closes has to be there.
    let closed = [("yes", "/usr"), ("full", "/etc")].flatMap { rung, path in
      emptying(path).map { $0.union([Effect("ProtectSystem", rung)]) }
    }
    return matrix.restrictions(breaking: []).map(effects) + of(.execute(path: program)) + closed
  }

  /// What denies a needy its service by denying one of these system calls.
  func of(calls: some Sequence<String>) -> [Set<Effect>] { calls.map { [Effect("SystemCallFilter", $0)] } }

  /// What denies an act, apart from its system calls.
  func of(_ act: Act) -> [Set<Effect>] {
    let denials =
      switch act {
      case .write(let path):
        measured(act, but: ["ProtectSystem"]) + hiding(path) + emptying(path, but: ["BindPaths"]) + writing(to: path)
      // What is mounted below a directory brings the directory, too.
      case .read(let path): measured(act) + hiding(path) + emptying(path, orBelow: true)
      case .escape(let socket): measured(act) + hiding(socket) + emptying(socket)
      case .execute(let path):
        measured(act, but: ["NoExecPaths"]) + hiding(path) + emptying(path) + executing(path)
      case .openDevice(let path) where !matrix.acts.contains(act):
        // A device fares as the one of the same kind that was measured.
        measured(.openDevice(path: "/dev/cinch-act-device"), but: ["DevicePolicy"]) + opening(path)
      case .gainPrivileges: measured(act) + filtering
      case .share(.mnt, _): measured(act) + candidates.filter(\.mountsPaths).map(\.effects)
      default: measured(act)
      }
    return denials.filter { !$0.isEmpty } + ordinaryUsers(performing: act)
  }

  private func effects(of restriction: Restriction) -> Set<Effect> { Catalogue.effects(of: restriction, on: context) }

  /// A user's denials were measured without the capabilities that a find leaves it.
  private func measured(_ act: Act, but ruled: Set<String> = []) -> [Set<Effect>] {
    matrix.restrictions(denying: act)
      .filter { !ruled.union(["User", "DynamicUser"]).contains($0.directive) }.map(effects)
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
      // The manager obeys root alone, who need not have a capability.
      case .escape: return [[own]]
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
  fileprivate var mountsPaths: Bool {
    ["InaccessiblePaths", "NoExecPaths", "TemporaryFileSystem"].contains(restriction.directive)
  }
}
