import Acts
import Glibc
import Sandboxing

/// Lists the system calls without which `needy run` would fail, from the program's start to its end: found by running it
/// again and again, each time with another call denied, so that no calls count whose failure it does not mind.
///
/// - Returns: The exit status: 1, and nothing listed, where the run fails with no call denied, or where all the others
///   cannot be denied at once: then some call stands in for another, and no list says what is true.
func listCalls(of acts: [Act]) -> Int32 {
  guard isHealthy(performing: acts, without: []) else {
    writeLine("needy: an act fails with no system call denied", to: 2)
    return 1
  }
  // In whose stead the C library maps memory and Swift reads /dev/urandom. Every allow-list of systemd's has them
  // (systemd.exec(5), @default).
  let tried = SystemCalls.names.filter { !["brk", "getrandom"].contains($0) }
  // Denied exit_group(2), the C library ends the program by exit(2) (glibc 2.36): as long as nothing else needs that call, it
  // is denied throughout, and the one that is meant counts.
  let substitute = isHealthy(performing: acts, without: ["exit"]) ? ["exit"] : []
  let needed = tried.filter { !isHealthy(performing: acts, without: [$0] + substitute) }
  guard isHealthy(performing: acts, without: tried.filter { !needed.contains($0) }) else {
    writeLine("needy: some of its system calls stand in for each other", to: 2)
    return 1
  }
  return needed.allSatisfy { writeLine($0) } ? 0 : 1
}

/// Whether a run of this program in a new process is healthy while these system calls fail with EPERM.
private func isHealthy(performing acts: [Act], without calls: [String]) -> Bool {
  let patience: UInt32 = 10
  var words = (["needy", "run"] + acts.map(\.description)).map { strdup($0) } + [nil]
  defer { words.forEach { free($0) } }
  let end = childStatus {
    // Nobody wants to read it, but it has to write.
    dup2(open("/dev/null", O_WRONLY), 1)
    alarm(patience)
    if Filter.deny(calls, .error(EPERM)) { execv("/proc/self/exe", &words) }
    return 1
  }
  return end == .exited(0)
}
