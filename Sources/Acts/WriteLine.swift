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
