import Acts
import CActs
import Glibc
import Sandboxing

/// A socket-activated service: the listening socket is passed in (sd_listen_fds(3)), so that answering needs no socket
/// and no path of its own.
struct Server {
  private static let listeningSocket: Int32 = 3

  private let options: Options
  private let acts: [Act]
  private let state: StateFile?

  init(_ options: Options, acts: [Act]) {
    self.options = options
    self.acts = acts
    state = options.state.map(StateFile.init)
  }

  func serve() -> Never {
    guard getenv("LISTEN_FDS") != nil else { fail("serve is started by a socket unit, which passes the socket in") }
    // With a handler of its own it ends even where it is the first process of a PID namespace (pid_namespaces(7)).
    let isSet = signal(SIGTERM, options.ignoresTermination ? SIG_IGN : { _ in _exit(0) })
    if unsafeBitCast(isSet, to: Int.self) == -1 { exit(1) }
    if let state, !state.open() {
      writeLine("needy: the state file is corrupt or cannot be written")
      exit(1)
    }
    if options.hangsAtStart { Faults.hang() }
    Faults.begin(options, acts: acts)
    if options.notifies { cacts_notify("READY=1", -1) }

    var randomness = SplitMix(seed: options.flakyPercent == 0 ? 0 : options.seed ^ UInt64(getpid()) << 32)
    while true {
      let connection = accept(Self.listeningSocket, nil, nil)
      guard connection >= 0 else { exit(1) }
      writeLine(answer(&randomness), to: connection)
      close(connection)
    }
  }

  private func answer(_ randomness: inout SplitMix) -> [UInt8] {
    let health = Health(performing: options.hidesDyingWorkers ? [] : acts)
    if !health.isHealthy, options.corruptsOnDenial { state?.corrupt() }
    let isFlaky = options.flakyPercent > 0 && randomness.next() % 100 < UInt64(options.flakyPercent)
    let answer = Array((isFlaky ? "unhealthy: flaky" : health.description).utf8)
    return options.escapesOutput ? Faults.escapes + answer : answer
  }
}

/// What the service keeps between its starts.
private struct StateFile {
  let path: String

  /// Writes the file at start; false where that fails or where the file says that it is corrupt.
  func open() -> Bool {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var first: UInt8 = 0
    if read(descriptor, &first, 1) == 1, first == UInt8(ascii: "c") { return false }
    return pwrite(descriptor, "sound\n", 6, 0) == 6
  }

  func corrupt() {
    let descriptor = Glibc.open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    writeLine("corrupt", to: descriptor)
    close(descriptor)
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere for the same seed.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
