import Glibc

/// What dpkg(1) knows of a system: which package has which file, and which packages were made together.
public struct PackageIndex: Sendable {
  private static let database = "/var/lib/dpkg"

  private let tree: FileTree
  /// Package names, as the files of the database have them: `libc6:amd64`.
  private let names: [String]
  /// Their lists of files, each ended by a NUL, for strstr(3): there are hundreds of them.
  private let lists: [String: [UInt8]]
  private let sources: [String: String]

  /// The packages of a system; none where it is not one of dpkg's.
  public init(of tree: FileTree) {
    self.tree = tree
    let files = tree.names(in: "\(Self.database)/info").filter { $0.hasSuffix(".list") }
    names = files.map { String($0.dropLast(".list".count)) }
    lists = Dictionary(
      uniqueKeysWithValues: zip(names, files).map { name, file in
        (name, (tree.contents(of: "\(Self.database)/info/\(file)", limit: 1 << 24) ?? []) + [0])
      })
    sources = Self.sources(in: tree.text(of: "\(Self.database)/status", limit: 1 << 24) ?? "")
  }

  /// The package that has a file; nil where none has. A file below /usr may be listed as it was named before everything
  /// was moved there, and the other way round.
  public func owner(of path: String) -> String? {
    let other = path.hasPrefix("/usr/") ? String(path.dropFirst(4)) : "/usr" + path
    return [path, other].lazy.compactMap { path in names.first { contains("\(path)\n", in: $0) } }.first
  }

  /// The packages that were made from the same source as one of these.
  func siblings(of packages: Set<String>) -> [String] {
    let wanted = Set(packages.map(source))
    return names.filter { wanted.contains(source(of: $0)) }
  }

  /// The source of a package; its own name where nothing else is known.
  func source(of package: String) -> String {
    let plain = String(package.prefix { $0 != ":" })
    return sources[plain] ?? plain
  }

  /// The paths that a package has.
  func paths(of package: String) -> [String] {
    String(decoding: (lists[package] ?? []).prefix { $0 != 0 }, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Whether a package's list has a line that is this text.
  private func contains(_ line: String, in package: String) -> Bool {
    guard let list = lists[package] else { return false }
    return list.withUnsafeBytes { bytes in
      guard let text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return false }
      return strstr(text, "\n\(line)") != nil
    }
  }

  /// deb-control(5): `Source:` is given where it differs from the package's name, at times with a version.
  private static func sources(in status: String) -> [String: String] {
    var sources: [String: String] = [:]
    var package = ""
    // Bytes, of which there are a million, are split many times faster than characters.
    for line in status.utf8.split(separator: UInt8(ascii: "\n")).lazy.map(Substring.init) {
      if line.hasPrefix("Package: ") {
        package = String(line.dropFirst(9))
      } else if line.hasPrefix("Source: ") {
        sources[package] = String(line.dropFirst(8).prefix { $0 != " " })
      }
    }
    return sources
  }
}
