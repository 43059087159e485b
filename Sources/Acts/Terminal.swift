import Glibc

/// Writes a line to standard output (1) or standard error (2) by one write(2), without the C library's buffers and the
/// system calls that they make.
public func writeLine(_ text: String, to descriptor: Int32 = 1) {
  let bytes = Array("\(text)\n".utf8)
  _ = Glibc.write(descriptor, bytes, bytes.count)
}
