import Glibc
import Linux

/// What is in a file, as it was when a snapshot was taken.
enum FileContent {
  /// A small regular file's bytes.
  case bytes([UInt8])
  /// A copy of a large one, in a directory that the snapshot keeps.
  case copy(String, size: Int)
  /// The same as the file below an overlay, at this path.
  case lower(TreePath, size: Int)
  /// The target of a symbolic link, with a NUL at its end.
  case target([CChar])
  /// Directories, devices and the like: nothing but their attributes.
  case none

  /// Up to here bytes are kept in this process.
  static let smallSize = 64 * 1024
}

/// Copies and comparisons of regular files that leave holes alone: a file may be far larger than what is in it.
enum SparseFile {
  private static let chunk = 1 << 20
  // lseek(2), SEEK_DATA and SEEK_HOLE, which their header shows only to GNU programs.
  private static let seekData: CInt = 3
  private static let seekHole: CInt = 4

  /// Makes one file's content that of another, which is of this size.
  static func copy(from source: CInt, to target: CInt, size: Int) throws(SystemCallError) {
    var buffer = [UInt8](repeating: 0, count: min(chunk, max(size, 1)))
    var offset = 0
    while let data = nextData(of: source, from: offset, size: size) {
      offset = data.lowerBound
      while offset < data.upperBound {
        let wanted = min(buffer.count, data.upperBound - offset)
        let count = try retryingInterrupted("read") { pread(source, &buffer, wanted, off_t(offset)) }
        if count == 0 { break }
        var written = 0
        while written < count {
          written += try retryingInterrupted("write") {
            buffer.withUnsafeBytes {
              pwrite(target, $0.baseAddress.map { $0 + written }, count - written, off_t(offset + written))
            }
          }
        }
        offset += count
      }
      offset = data.upperBound
    }
    try check(ftruncate(target, off_t(size)), "ftruncate")
  }

  /// Whether two files of the same size hold the same.
  static func areEqual(_ left: CInt, _ right: CInt, size: Int) -> Bool {
    var leftBuffer = [UInt8](repeating: 0, count: min(chunk, max(size, 1)))
    var rightBuffer = leftBuffer
    var offset = 0
    while true {
      // A hole in one may be zeros in the other: look wherever either has data.
      let candidates = [left, right].compactMap { nextData(of: $0, from: offset, size: size) }
      guard let next = candidates.min(by: { $0.lowerBound < $1.lowerBound }) else { return true }
      let count = min(leftBuffer.count, next.count)
      guard pread(left, &leftBuffer, count, off_t(next.lowerBound)) == count,
        pread(right, &rightBuffer, count, off_t(next.lowerBound)) == count,
        memcmp(leftBuffer, rightBuffer, count) == 0
      else { return false }
      offset = next.lowerBound + count
    }
  }

  private static func nextData(of file: CInt, from offset: Int, size: Int) -> Range<Int>? {
    guard offset < size else { return nil }
    let start = Int(lseek(file, off_t(offset), seekData))
    // ENXIO: only a hole is left. Anything else: a file system that cannot tell, all of it is data then.
    if start < 0 { return errno == ENXIO ? nil : offset..<size }
    let end = Int(lseek(file, off_t(start), seekHole))
    return start < size ? start..<(end > start ? min(end, size) : size) : nil
  }
}
