import CLab
import Glibc

/// A file descriptor that is closed with its owner, or earlier.
struct Descriptor: ~Copyable {
  let number: CInt

  init(owning number: CInt) { self.number = number }

  deinit { close(number) }

  /// The number, which is the caller's to close from now on.
  consuming func release() -> CInt {
    let released = number
    discard self
    return released
  }

  /// Reads up to the end, or up to a limit in bytes.
  func readAll(limit: Int = .max) throws(SystemCallError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit, 64 * 1024))
    while bytes.count < limit {
      let count = try retryingInterrupted("read") { read(number, &chunk, min(chunk.count, limit - bytes.count)) }
      if count == 0 { break }
      bytes.append(contentsOf: chunk.prefix(count))
    }
    return bytes
  }

  /// Writes all of the bytes.
  func writeAll(_ bytes: [UInt8]) throws(SystemCallError) { try writeFully(bytes, to: number) }
}

/// Writes all of the bytes to a descriptor.
func writeFully(_ bytes: [UInt8], to descriptor: CInt) throws(SystemCallError) {
  var written = 0
  while written < bytes.count {
    written += try retryingInterrupted("write") {
      bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written) }
    }
  }
}

/// Makes a call again for as long as a signal interrupts it.
func retryingInterrupted<Result: SignedInteger>(
  _ call: String, _ body: () -> Result
) throws(SystemCallError) -> Result {
  while true {
    let result = body()
    if result != -1 { return result }
    if errno != EINTR { throw SystemCallError(call: call, subject: "", number: errno) }
  }
}

/// The two ends of a pipe; neither is passed on to programs that happen to be started meanwhile.
struct Pipe: ~Copyable {
  let reader: Descriptor
  let writer: Descriptor

  init() throws(SystemCallError) {
    var ends: [CInt] = [-1, -1]
    try checkNegative(clab_pipe(&ends), "pipe2")
    reader = Descriptor(owning: ends[0])
    writer = Descriptor(owning: ends[1])
  }
}
