import Foundation

/// A directory of one test's own, gone with the value.
final class ScratchDirectory {
  let path: String

  init() throws {
    let template = FileManager.default.temporaryDirectory.path + "/cinch-test-XXXXXX"
    var bytes = Array(template.utf8CString)
    guard mkdtemp(&bytes) != nil else { throw CocoaError(.fileWriteUnknown) }
    path = bytes.withUnsafeBufferPointer { String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
