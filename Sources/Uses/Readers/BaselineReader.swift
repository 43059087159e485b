import Sandboxing
import Trials

/// What the service did while nothing restricted it, beyond what a restriction of that name would deny outright: what
/// others do with what it made and opened.
struct BaselineReader: UseReader {
  func uses(of service: ServiceFacts) -> [Use] {
    let runtime = service.runtime
    return runtime.uses + listeners(runtime) + files(runtime) + capabilities(of: service) + programs(runtime)
  }

  /// Whoever lets other users connect tells them apart, and takes paths from them that mean the same to both.
  private func listeners(_ runtime: RuntimeObservation) -> [Use] {
    let open = (runtime.unixListeners ?? []).filter { $0.mode & 0o002 != 0 }
    guard let socket = open.min(by: { $0.path < $1.path }) else { return [] }
    let phrase = "every user may connect to \(socket.path) (mode \(socket.modeText))"
    return [
      Use(.addressFamily, "AF_UNIX", from: phrase), Use(.otherUsers, "clients", from: phrase),
      Use(.setting, "PrivateTmp", from: "\(phrase), and can name files in /tmp"),
      Use(.writtenPath, "/tmp", from: "\(phrase), and can name files in /tmp"),
    ]
  }

  private func files(_ runtime: RuntimeObservation) -> [Use] {
    guard let made = runtime.madeFiles?.sorted(by: { $0.path < $1.path }) else {
      let phrase = "which files it makes cannot be seen here, in a lab they can"
      return ["0640", "0644"].map { Use(.fileMode, $0, from: phrase) }
    }
    let kinds: [(UInt32, String)] = [(0o070, "its group may read it"), (0o007, "every user may read it")]
    return kinds.compactMap { bits, who in
      made.first { $0.mode & bits != 0 }.map {
        Use(.fileMode, $0.modeText, from: "it made \($0.path) (mode \($0.modeText)): \(who)")
      }
    }
  }

  /// Who gives up root and keeps a capability chose to keep it.
  private func capabilities(of service: ServiceFacts) -> [Use] {
    let kept = service.runtime.keptCapabilities ?? 0
    // Where the unit gives them, the unit says so.
    let granted = service.context.base["AmbientCapabilities"]?.unsigned ?? 0
    return service.context.platform.capabilities.enumerated().compactMap { number, name in
      guard number < 64, kept & ~granted & (1 << UInt64(number)) != 0 else { return nil }
      return Use(.capability, name, from: "its processes gave up root and kept \(name)")
    }
  }

  private func programs(_ runtime: RuntimeObservation) -> [Use] {
    runtime.programs.sorted().map { Use(.program, $0, from: "it ran \($0)") }
  }
}
