import Glibc

/// The text of a small file, read with open, read and close only; nil with errno set where that fails.
func text(of path: String) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
    bytes += buffer[..<count]
  }
}

/// The value of a line `Name:\tvalue` of /proc/self/status (proc_pid_status(5)); nil where there is none.
func statusField(_ name: String) -> Substring? {
  guard let status = text(of: "/proc/self/status") else { return nil }
  for line in status.split(separator: "\n") where line.hasPrefix(name + ":\t") {
    return line.dropFirst(name.utf8.count + 2)
  }
  return nil
}
