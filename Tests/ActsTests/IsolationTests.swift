import Acts
import Glibc
import Sandboxing
import Testing

/// Each in a process of its own: a filter is for good, and a child of a process with other threads could hang on a lock
/// that one of them held.
@Suite("A child process that performs an act")
struct IsolationTests {
  @Test("brings its outcome back")
  func roundTrip() async {
    await #expect(processExitsWith: .success) {
      let outcomes: [Outcome] = [
        .allowed, .denied(.error(EPERM)), .denied(.error(EAFNOSUPPORT)), .unclear(.error(ENOMEM)),
      ]
      for outcome in outcomes { #expect(isolated { outcome } == outcome) }
    }
  }

  @Test("is denied when a filter kills it")
  func killed() async {
    await #expect(processExitsWith: .success) {
      let outcome = isolated {
        guard Filter.deny(["getppid"], .kill) else { return .allowed }
        getppid()
        return .allowed
      }
      #expect(outcome == .denied(.signal(SIGSYS)))
    }
  }

  @Test("says nothing when another signal kills it")
  func crashed() async {
    await #expect(processExitsWith: .success) {
      let outcome = isolated {
        kill(getpid(), SIGKILL)
        return .allowed
      }
      #expect(outcome == .unclear(.signal(SIGKILL)))
    }
  }

  @Test("sees the mask of its files")
  func mask() async {
    await #expect(processExitsWith: .success) {
      func make(mode: UInt16, under mask: mode_t) -> Outcome {
        isolated {
          umask(mask)
          return Act.makeFiles(mode: mode).perform()
        }
      }
      #expect(make(mode: 0o644, under: 0o022) == .allowed)
      #expect(make(mode: 0o644, under: 0o027) != .allowed)
      #expect(make(mode: 0o640, under: 0o027) == .allowed)
      #expect(make(mode: 0o640, under: 0o077) != .allowed)
    }
  }
}

@Suite("A system call as an act")
struct CallTests {
  @Test("is denied by a filter that answers with an error")
  func error() async {
    await #expect(processExitsWith: .success) {
      for name in ["uname", "reboot", "exit", "fork", "prctl", "clone", "wait4"] {
        let outcome = isolated {
          Filter.deny([name], .error(EACCES)) ? Act.call(name).perform() : .unclear(.state("no filter"))
        }
        #expect(outcome == .denied(.error(EACCES)), "\(name)")
      }
    }
  }

  @Test("is denied by a filter that kills")
  func killed() async {
    await #expect(processExitsWith: .success) {
      for name in ["uname", "reboot", "exit", "prctl"] {
        let outcome = isolated { Filter.deny([name], .kill) ? Act.call(name).perform() : .allowed }
        #expect(outcome != .allowed, "\(name)")
      }
    }
  }

  @Test("is not denied by a filter for another call")
  func other() async {
    await #expect(processExitsWith: .success) {
      let outcome = isolated { Filter.deny(["uname"], .kill) ? Act.call("reboot").perform() : .unclear(.state("")) }
      #expect(outcome == .allowed)
    }
  }
}
