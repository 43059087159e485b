import Acts
import CActs
import Glibc
import Sandboxing

/// The faults that run beside the serving process.
enum Faults {
  /// Sets the terminal's title, rings, clears the screen, turns it red, and ends in bytes that are no UTF-8.
  static let escapes: [UInt8] = Array("\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[31m".utf8) + [0, 0x9b, 0xff]

  static func hang() -> Never {
    while true { pause() }
  }

  static func begin(_ options: Options, acts: [Act]) {
    for _ in 0..<options.forkBomb { spawn { hang() } }
    fill(mebibytes: options.eatsMemory)
    if options.floodsLog { spawn { flood() } }
    if options.escapesOutput { writeLine(escapes) }
    if options.hidesDyingWorkers { spawn { keepWorkers(performing: acts) } }
  }

  private static func flood() -> Never {
    while true { writeLine("needy floods the log") }
  }

  /// Fills memory with something that the kernel cannot share.
  private static func fill(mebibytes: Int) {
    let size = mebibytes << 20
    guard size > 0 else { return }
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let memory, memory != MAP_FAILED else { exit(1) }
    memset(memory, 0xa5, size)
  }

  /// Starts a worker whenever the last one has died, at most twenty times a second.
  private static func keepWorkers(performing acts: [Act]) -> Never {
    while true {
      _ = childStatus {
        if !Health(performing: acts).isHealthy { kill(getpid(), SIGSEGV) }
        hang()
      }
      usleep(50_000)
    }
  }

  /// Starts a process beside this one, which never waits for it.
  private static func spawn(_ body: @escaping () -> Never) {
    if cacts_fork() == 0 { body() }
  }
}
