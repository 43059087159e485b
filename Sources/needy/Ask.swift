import Acts
import Glibc

/// A health probe: connects to a serving needy, prints its answer as it is, and exits 0 if that is "healthy", 1 if it is
/// not or if nobody answers.
func ask(_ path: String) -> Int32 {
  let answer = answer(from: path)
  writeLine(answer)
  return answer == Array(Health.healthy.utf8) ? 0 : 1
}

private func answer(from path: String) -> [UInt8] {
  let connection = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let capacity = MemoryLayout.size(ofValue: address.sun_path)
  guard path.utf8.count < capacity else { return Array("the path is too long".utf8) }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  let connected = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(connection, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  guard connected == 0 else { return Array("no answer: \(Outcome.Cause.error(errno))".utf8) }

  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 512)
  while true {
    let count = read(connection, &buffer, buffer.count)
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return Array("no answer".utf8) }
  return Array(bytes[..<end])
}
