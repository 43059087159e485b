import CLinux
import Glibc
import Linux

/// The socket on which a manager that runs in a container says that it has booted (sd_notify(3), `READY=1`).
struct BootNotifications: ~Copyable {
  let path: String
  let descriptor: Descriptor

  init(socket path: String) throws(SystemCallError) {
    let listener = Descriptor(
      owning: try check(
        socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0),
        "socket"))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    let number = listener.number
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try check(result, "bind", path)
    self.path = path
    descriptor = listener
  }

  /// Takes every waiting message; answers whether one of them said that the boot is over. Descriptors of calls that wait
  /// to be judged, which come in other messages, are added to `listeners`.
  func receive(_ listeners: inout [CInt]) -> Bool {
    var isReady = false
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      var listener: CInt = -1
      let length = clinux_receive(descriptor.number, &buffer, buffer.count, &listener)
      if length < 0 { return isReady }
      if listener >= 0 {
        if listeners.count < Self.mostListeners { listeners.append(listener) } else { close(listener) }
      }
      let message = String(decoding: buffer.prefix(length), as: UTF8.self)
      if message.split(separator: "\n").contains("READY=1") { isReady = true }
    }
  }

  /// One for the lab's systemd, and one for each command that was brought into the lab.
  private static let mostListeners = 256
}
