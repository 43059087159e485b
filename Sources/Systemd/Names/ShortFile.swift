import Glibc

extension String {
  /// A small file's contents, at most 64 KiB: for `/proc` and `/sys`, whose files have no size.
  ///
  /// - Throws: ``BusError`` with the errno of what failed.
  init(readingShort path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw BusError(returned: -errno, doing: "Could not open \(path)") }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    var length = 0
    while length < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        read(descriptor, $0.baseAddress.map { $0 + length }, $0.count - length)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw BusError(returned: -errno, doing: "Could not read \(path)") }
      if count == 0 { break }
      length += count
    }
    self = String(decoding: bytes.prefix(length), as: UTF8.self)
  }
}
