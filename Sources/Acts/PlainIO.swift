import CActs
import Glibc

/// Writes a line to standard output (1) or standard error (2) by one write(2), without the C library's buffers and the
/// system calls that they make.
/// - Returns: Whether it could be written.
@discardableResult
public func writeLine(_ text: String, to descriptor: Int32 = 1) -> Bool {
  writeLine(Array(text.utf8), to: descriptor)
}

/// Writes bytes, which need not be text, and a newline.
/// - Returns: Whether they could be written.
@discardableResult
public func writeLine(_ bytes: [UInt8], to descriptor: Int32 = 1) -> Bool {
  let line = bytes + [UInt8(ascii: "\n")]
  return Glibc.write(descriptor, line, line.count) == line.count
}

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

/// The words after the program's name on the command line. Unlike `CommandLine`'s they need no /proc.
public let programArguments: [String] = {
  var words: [String] = []
  guard var next = cacts_arguments() else { return words }
  while let word = next.pointee {
    words.append(String(cString: word))
    next += 1
  }
  return Array(words.dropFirst())
}()
