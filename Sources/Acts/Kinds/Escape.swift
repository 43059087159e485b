import Glibc
import Sandboxing

/// Having somebody else do something outside of the sandbox, over the socket on which they wait.
enum Escape {
  static func over(_ path: String) -> Outcome {
    switch path {
    case ControlSockets.manager: connected(to: path) { DBusClient($0).startUnit(over: nil) }
    case ControlSockets.systemBus: connected(to: path) { DBusClient($0).startUnit(over: "org.freedesktop.systemd1") }
    case ControlSockets.varlinkManager: connected(to: path, startUnitByVarlink)
    default: isAnswered(path)
    }
  }

  /// A name that no other unit has, by the clock, which takes no system call to ask.
  static func unitName() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return "\(Act.ownPrefix)-\(now.tv_sec)\(now.tv_nsec).service"
  }

  /// What is done outside.
  static let program = "/bin/true"

  /// Whether somebody waits on a socket: only then does the kernel find that it is of another type (unix(7)).
  private static func isAnswered(_ path: String) -> Outcome {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return Outcome(error: errno) }
    defer { close(descriptor) }
    guard let result = connect(descriptor, to: path) else { return .unclear(.state("the path is too long")) }
    return outcome(result)
  }

  /// Whoever hides a socket leaves one there on which nobody waits.
  private static func outcome(_ result: Int32) -> Outcome {
    result < 0 && errno == ECONNREFUSED
      ? .denied(.error(ECONNREFUSED)) : Outcome(returned: result, expecting: [EPROTOTYPE])
  }

  private static func connected(to path: String, _ body: (Int32) -> Outcome) -> Outcome {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return Outcome(error: errno) }
    defer { close(descriptor) }
    guard let result = connect(descriptor, to: path) else { return .unclear(.state("the path is too long")) }
    let outcome = outcome(result)
    return outcome == .allowed ? body(descriptor) : outcome
  }

  private static func connect(_ descriptor: Int32, to path: String) -> Int32? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// `io.systemd.Unit.StartTransient`, since systemd 261; before that the manager only tells of units.
  private static func startUnitByVarlink(_ descriptor: Int32) -> Outcome {
    let call = """
      {"method":"io.systemd.Unit.StartTransient","parameters":{"context":{"ID":"\(unitName())",\
      "CollectMode":"inactive_or_failed",\
      "Service":{"Type":"oneshot","ExecStart":[{"path":"\(program)"}]}}}}
      """
    let talk = Conversation(descriptor)
    guard talk.send(Array(call.utf8) + [0]) else { return Outcome(error: errno) }
    guard let answer = talk.receive(until: { $0.last == 0 }) else { return talk.ended }
    let text = String(decoding: answer.dropLast(), as: UTF8.self)
    guard let error = text.firstRange(of: "\"error\"") else { return .allowed }
    let name = text[error.upperBound...].split(separator: "\"").dropFirst().first.map(String.init) ?? "an error"
    let refusals = ["org.varlink.service.PermissionDenied", "io.systemd.InteractiveAuthenticationRequired"]
    // Who is told that there is no such method was let in all the same.
    return refusals.contains(name) ? .denied(.state(name)) : .allowed
  }
}

/// A few bytes there, a few back, and not for long.
struct Conversation {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func send(_ bytes: [UInt8]) -> Bool {
    Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// What comes until it is enough; nil where the other side hangs up or says nothing for too long.
  func receive(until isEnough: ([UInt8]) -> Bool) -> [UInt8]? {
    let patience: Int32 = 5000
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !isEnough(bytes) {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, patience) == 1 else {
        errno = ETIMEDOUT
        return nil
      }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else {
        if count == 0 { errno = 0 }
        return nil
      }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// What it means that nothing came.
  var ended: Outcome {
    switch errno {
    case 0, ECONNRESET, EPIPE: .denied(.state("it hung up"))
    case let number: Outcome(error: number)
    }
  }
}
