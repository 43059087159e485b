/// A start on the state that is on disk, where all that is in memory alone is as after a boot.
struct Reboot: Rehearsal {
  let name = RehearsalName.reboot
  let summary = "a start after a reboot: what is in /run, /tmp and /dev/shm is gone"
  let isRoots = true
  let needsRunningService = false

  func run(in lifecycle: inout Lifecycle, knowing known: [String]?) async throws -> [String] {
    if lifecycle.isRunning { try await lifecycle.stop(.stop) }
    guard try await lifecycle.environment.forgetBoot() else {
      throw NotRehearsed(reason: "nothing can be put back here")
    }
    try await lifecycle.startLater()
    return []
  }
}
