import CLinux
import Glibc

/// A file descriptor that is closed with its owner, or earlier.
@frozen
public struct Descriptor: ~Copyable, Sendable {
  /// The number that system calls take.
  public let number: CInt

  /// Takes over a descriptor that is open.
  public init(owning number: CInt) { self.number = number }

  deinit { close(number) }

  /// The number, which is the caller's to close from now on.
  public consuming func release() -> CInt {
    let released = number
    discard self
    return released
  }

  /// Reads up to the end, or up to a limit in bytes.
  public func readAll(limit: Int = .max) throws(SystemCallError) -> [UInt8] {
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
  public func writeAll(_ bytes: [UInt8]) throws(SystemCallError) { try writeFully(bytes, to: number) }
}

/// Writes all of the bytes to a descriptor.
public func writeFully(_ bytes: [UInt8], to descriptor: CInt) throws(SystemCallError) {
  var written = 0
  while written < bytes.count {
    written += try retryingInterrupted("write") {
      bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written) }
    }
  }
}

/// The two ends of a pipe; neither is passed on to programs that happen to be started meanwhile.
@frozen
public struct Pipe: ~Copyable {
  /// Where what was written comes out.
  public let reader: Descriptor
  /// Where to write.
  public let writer: Descriptor

  /// Makes a pipe (pipe2(2)).
  public init() throws(SystemCallError) {
    var ends: [CInt] = [-1, -1]
    try checkNegative(clinux_pipe(&ends), "pipe2")
    reader = Descriptor(owning: ends[0])
    writer = Descriptor(owning: ends[1])
  }
}
