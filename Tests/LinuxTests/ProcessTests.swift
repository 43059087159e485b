import Glibc
import Linux
import Testing

@Suite("Processes")
struct ProcessTests {
  /// A child of this process, as itself and as its files.
  private func child(_ command: String) throws -> Program.Started {
    let null = try openFile("/dev/null", O_RDWR)
    let program = Program(path: "/bin/sh", arguments: ["-c", command], environment: Program.ownEnvironment)
    return try program.start(input: null.number, output: null.number, error: null.number)
  }

  @Test("are told from later ones with the same number, and from those that only wait to be waited for")
  func identity() throws {
    let own = try #require(ProcessIdentity(pid: getpid()))
    #expect(own.isAlive && own.startTime > 0)
    #expect(!ProcessIdentity(pid: own.pid, startTime: own.startTime + 1).isAlive)
    let started = try child("exit 0")
    let pid = started.pid
    var end = pollfd(fd: started.descriptor.number, events: Int16(POLLIN), revents: 0)
    #expect(poll(&end, 1, 60_000) == 1)
    #expect(ProcessIdentity(pid: pid) == nil)
    var status: CInt = 0
    #expect(waitpid(pid, &status, 0) == pid && status == 0)
    #expect(ProcessFiles(pid: pid).processorTime == nil && ProcessFiles(pid: pid).controlGroup == nil)
  }

  @Test("count what their children took once those were waited for")
  func processorTime() throws {
    let own = ProcessFiles(pid: getpid())
    let before = try #require(own.processorTimeWithChildren)
    let started = try child("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done")
    var status: CInt = 0
    #expect(waitpid(started.pid, &status, 0) == started.pid)
    let after = try #require(own.processorTimeWithChildren)
    #expect(after > before)
    #expect(try #require(own.processorTime) <= after)
  }

  @Test("show their files, namespaces and state")
  func files() throws {
    let own = ProcessFiles(pid: getpid())
    let descriptor = try openFile("/proc/version", O_RDONLY)
    #expect(own.link("fd/\(descriptor.number)") == "/proc/version")
    #expect(own.openFiles().contains("/proc/version"))
    #expect(own.namespaces["mnt"]?.hasPrefix("mnt:[") == true)
    #expect(own.status("Pid") == "\(getpid())" && own.status("Nothing") == nil)
    #expect(own.controlGroup?.hasPrefix("/") == true)
    #expect(!own.isBeforeExecution)
  }

  @Test("may leave core files only where their soft limit is not nothing", arguments: ["0", "1024", "unlimited"])
  func coreFiles(limit: String) throws {
    let started = try child("ulimit -S -c \(limit) && exec sleep 60")
    let files = ProcessFiles(pid: started.pid)
    while files.text("comm") == "sh\n" { usleep(1000) }
    #expect(files.mayDumpCore == (limit != "0"))
    kill(started.pid, SIGKILL)
    waitpid(started.pid, nil, 0)
  }

  @Test("start with the namespaces they are given, and a failed start says why")
  func start() throws {
    let null = try openFile("/dev/null", O_RDWR)
    let missing = Program(path: "/no/such/program", arguments: [], environment: [])
    let error = #expect(throws: SystemCallError.self) {
      _ = try missing.start(input: null.number, output: null.number, error: null.number)
    }
    #expect(error?.number == ENOENT)
  }

  @Test("of a thread of its own come back with its answer")
  func ownThread() throws {
    let here = linkTarget("/proc/thread-self")
    #expect(try OwnThread.run { linkTarget("/proc/thread-self") } != here)
  }

  /// An actor on a thread of its own, which counts what it is told through a pipe.
  private actor Listener {
    private nonisolated let thread: ThreadExecutor
    private let reader: CInt
    private var waiting: CheckedContinuation<[UInt8], Never>?
    private var heard: [UInt8] = []
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ reader: CInt) throws {
      self.reader = reader
      thread = try ThreadExecutor()
      thread.attach { [weak self] in self?.assumeIsolated { $0.round() } }
    }

    deinit { thread.stop {} }

    private func round() -> ThreadExecutor.Interest? {
      var byte: UInt8 = 0
      while read(reader, &byte, 1) == 1 { heard.append(byte) }
      if !heard.isEmpty, let waiting {
        waiting.resume(returning: heard)
        self.waiting = nil
      }
      return ThreadExecutor.Interest(descriptor: reader, events: Int16(POLLIN))
    }

    func next() async -> [UInt8] {
      if !heard.isEmpty { return heard }
      return await withCheckedContinuation { waiting = $0 }
    }
  }

  @Test("of an actor's own thread hears of a descriptor while it waits for nothing else", .timeLimit(.minutes(1)))
  func executor() async throws {
    let pipe = try Pipe()
    _ = fcntl(pipe.reader.number, F_SETFL, O_NONBLOCK)
    let listener = try Listener(pipe.reader.number)
    async let heard = listener.next()
    try pipe.writer.writeAll([7])
    #expect(await heard == [7])
  }
}
