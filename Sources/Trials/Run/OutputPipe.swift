@preconcurrency import Dispatch
import Glibc
import Linux
import Sandboxing
import Synchronization

/// The near end of a pipe that a unit writes its output to. It is emptied all the time, so an endless writer is never blocked,
/// and only the beginning is kept, so it never fills anything either. It has no name: whenever this process dies, nothing is
/// left of it.
final class OutputPipe: Sendable {
  /// How much is kept.
  static let kept = 64 * 1024

  private let reader: Int32
  /// Kept open, or every unit's end would be the pipe's.
  private let writer: Int32
  private let source: any DispatchSourceRead
  private let bytes: Mutex<[UInt8]>

  /// Makes the pipe.
  ///
  /// - Throws: ``SystemCallError``.
  init() throws {
    let pipe = try Linux.Pipe()
    (reader, writer) = (pipe.reader.release(), pipe.writer.release())
    // Only here: a writer that finds the pipe full waits, and does not fail.
    _ = fcntl(reader, F_SETFL, O_RDONLY | O_NONBLOCK)
    bytes = Mutex([])
    let (reader, queue) = (reader, DispatchQueue(label: "cinch.output"))
    source = DispatchSource.makeReadSource(fileDescriptor: reader, queue: queue)
    source.setEventHandler { [weak self] in self?.drain() }
    source.setCancelHandler { Glibc.close(reader) }
    source.activate()
  }

  /// What has a unit write its standard output to the pipe, until ``close()`` (org.freedesktop.systemd1(5)).
  var output: UnitProperty { UnitProperty("StandardOutputFileDescriptor", .descriptor(writer)) }

  /// The same for its standard error.
  var error: UnitProperty { UnitProperty("StandardErrorFileDescriptor", .descriptor(writer)) }

  /// What has been written so far; what is not UTF-8 is replaced.
  func text() -> String {
    drain()
    return bytes.withLock { String(decoding: $0, as: UTF8.self) }
  }

  /// Closes the pipe: whoever still writes to it gets SIGPIPE.
  func close() {
    source.cancel()
    Glibc.close(writer)
  }

  private func drain() {
    bytes.withLock { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16 * 1024) { buffer in
        while case let count = read(reader, buffer.baseAddress, buffer.count), count > 0 {
          bytes.append(contentsOf: buffer.prefix(min(count, max(0, Self.kept - bytes.count))))
        }
      }
    }
  }
}
