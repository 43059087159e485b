import Glibc

/// The name of a file in its directory: any bytes but a slash, as the kernel has it.
public struct FileName: Hashable, Sendable {
  /// With the NUL at the end that system calls want.
  public let cString: [CChar]

  /// A name as the C library gives it.
  public init(cString: UnsafePointer<CChar>) {
    self.cString = Array(UnsafeBufferPointer(start: cString, count: strlen(cString) + 1))
  }

  /// A name as people write it.
  public init(_ text: String) { cString = Array(text.utf8CString) }

  /// The directory itself: `.`.
  public static let itself = FileName(".")
  /// The directory above: `..`.
  public static let parent = FileName("..")

  fileprivate init(bytes: ArraySlice<CChar>) { cString = bytes + [0] }

  /// For messages; sequences that are not UTF-8 are replaced.
  public var text: String { String(decoding: cString.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }

  /// Whether it ends with these characters.
  public func hasSuffix(_ suffix: String) -> Bool {
    cString.dropLast().reversed().starts(with: suffix.utf8.reversed().map { CChar(bitPattern: $0) })
  }

  /// Whether it begins with these characters.
  public func hasPrefix(_ prefix: String) -> Bool {
    cString.starts(with: prefix.utf8.lazy.map { CChar(bitPattern: $0) })
  }
}

/// A path from the root of a file system or a lab, without a slash in front: empty for the root itself.
///
/// SystemPackage's FilePath does more than a walk over thousands of files can afford.
public struct TreePath: Hashable, Sendable {
  /// With the NUL at the end that system calls want.
  public let cString: [CChar]

  private static let slash = CChar(bitPattern: UInt8(ascii: "/"))
  /// The root itself.
  public static let root = TreePath(normal: [])

  /// A path as people write it; slashes in front, at the end and in a row do not count.
  public init(_ text: String) { self.init(bytes: Array(text.utf8)) }

  /// The same in bytes, of any encoding.
  public init(bytes: [UInt8]) {
    let names = bytes.split(separator: UInt8(ascii: "/"))
    self.init(normal: names.joined(separator: [UInt8(ascii: "/")]).map { CChar(bitPattern: $0) })
  }

  private init(normal bytes: [CChar]) { cString = bytes + [0] }
  private init(cString: [CChar]) { self.cString = cString }

  private var bytes: ArraySlice<CChar> { cString.dropLast() }

  /// All bytes at once: one by one, as an array does it, takes most of a walk's time.
  public func hash(into hasher: inout Hasher) { cString.withUnsafeBytes { hasher.combine(bytes: $0) } }

  /// Whether it is the root itself.
  public var isRoot: Bool { cString.count == 1 }

  /// How many directories down it is.
  public var depth: Int { isRoot ? 0 : bytes.count { $0 == Self.slash } + 1 }

  /// The last of its names; nil for the root.
  public var name: FileName? {
    isRoot ? nil : FileName(bytes: bytes[(bytes.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0)...])
  }

  /// The directory that it is in; the root is in itself.
  public var parent: TreePath { TreePath(normal: Array(bytes[..<(bytes.lastIndex(of: Self.slash) ?? 0)])) }

  /// The path of a file in this directory.
  public func appending(_ name: FileName) -> TreePath { appending(ending: name.cString) }

  /// The path of what is further down from this directory.
  public func appending(_ path: TreePath) -> TreePath {
    path.isRoot ? self : appending(ending: path.cString)
  }

  private func appending(ending: [CChar]) -> TreePath {
    if isRoot { return TreePath(cString: ending) }
    var joined = cString
    joined.reserveCapacity(joined.count + ending.count)
    joined[joined.count - 1] = Self.slash
    joined += ending
    return TreePath(cString: joined)
  }

  /// Whether one of the directories that it is in is among these.
  public func hasAncestor(in paths: Set<TreePath>) -> Bool {
    if paths.isEmpty { return false }
    var ancestor = self
    while !ancestor.isRoot {
      ancestor = ancestor.parent
      if paths.contains(ancestor) { return true }
    }
    return false
  }

  /// For people, as an absolute path; sequences that are not UTF-8 are replaced.
  public var text: String { "/" + String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self) }
}
