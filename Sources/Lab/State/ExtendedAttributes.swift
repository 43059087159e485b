import CLinux
import Glibc
import Linux

/// The extended attributes of a file, ACLs and capabilities among them (xattr(7)).
struct ExtendedAttributes: Equatable {
  /// The prefix of those by which an overlay keeps its books.
  private static let overlayPrefix = "trusted.overlay."

  private let values: [String: [UInt8]]

  /// Those of a file in an open directory.
  init(of name: FileName, in directory: CInt) {
    let path = Self.path(of: name, in: directory)
    let keys = Self.growing { (list: UnsafeMutablePointer<CChar>?, length) in llistxattr(path, list, length) } ?? []
    let pairs = keys.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.compactMap { key in
      Self.growing { (value: UnsafeMutablePointer<UInt8>?, length) in lgetxattr(path, key, value, length) }
        .map { (key, $0) }
    }
    values = Dictionary(uniqueKeysWithValues: pairs)
  }

  /// Whether an overlay shows nothing of a directory's lower one.
  var isOpaque: Bool { values[Self.overlayPrefix + "opaque"] == [UInt8(ascii: "y")] }

  /// Where an overlay looks for a directory's lower one, if elsewhere: an absolute path or a name beside it.
  var redirect: [UInt8]? { values[Self.overlayPrefix + "redirect"] }

  /// Those that programs see.
  var visible: [String: [UInt8]] { values.filter { !$0.key.hasPrefix(Self.overlayPrefix) } }

  /// Makes a file's visible ones these.
  func apply(to name: FileName, in directory: CInt) throws(SystemCallError) {
    let wanted = visible
    let current = ExtendedAttributes(of: name, in: directory).visible
    if wanted == current { return }
    let path = Self.path(of: name, in: directory)
    for key in current.keys where wanted[key] == nil {
      try check(lremovexattr(path, key), "remove attribute \(key) of", name.text)
    }
    for (key, value) in wanted where current[key] != value {
      try check(
        lsetxattr(path, key, value, value.count, 0), "set attribute \(key) of", name.text)
    }
  }

  /// There are no calls that take a directory's descriptor and a name.
  private static func path(of name: FileName, in directory: CInt) -> [CChar] {
    "/proc/self/fd/\(directory)/".utf8CString.dropLast() + name.cString
  }

  /// Calls once for the length and once for the value; nil where there is none.
  private static func growing<Element: FixedWidthInteger>(
    _ call: (UnsafeMutablePointer<Element>?, Int) -> Int
  ) -> [UInt8]? {
    let length = call(nil, 0)
    guard length >= 0 else { return nil }
    if length == 0 { return [] }
    var value = [Element](repeating: 0, count: length)
    let count = call(&value, length)
    return count < 0 ? nil : value.prefix(count).map { UInt8(truncatingIfNeeded: $0) }
  }
}
