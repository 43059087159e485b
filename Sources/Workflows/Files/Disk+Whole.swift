import Glibc
import Ledger
import Linux

// Changes that are there whole or not at all, whenever the power goes.

extension Disk {
  /// Writes a file so that its path holds the old content or the new one at every moment, and the new one for good once
  /// this returns: a temporary file beside it, fsync, rename, fsync of the directory.
  ///
  /// - Parameters:
  ///   - bytes: the content.
  ///   - path: the file, whose directory exists.
  ///   - attributes: its mode and owners.
  /// - Throws: ``DiskError``; the old content is still there then.
  public func write(_ bytes: [UInt8], to path: String, attributes: FileAttributes) throws(DiskError) {
    let (directory, name) = Self.split(path)
    let temporary = "\(directory == "/" ? "" : directory)/\(Self.temporaryName(for: String(name)))"
    if try status(of: temporary) != nil { try removeFile(temporary) }
    do {
      try create(temporary, holding: bytes, attributes: attributes)
      try synchronize(temporary)
      try rename(temporary, to: path)
    } catch {
      try? removeFile(temporary)
      throw error
    }
    try synchronize(directory)
  }

  /// What a file is called while it is being written. It is one name for all attempts, so that what a power cut left of
  /// the last one is cleared away by the next; and no name that systemd reads.
  /// The longest names leave no room for more, and get one of their own.
  public static func temporaryName(for name: String) -> String {
    name.utf8.count <= 250 ? ".\(name).new" : ".cinch-\(Fingerprint(of: [name])).new"
  }

  /// Removes a file for good; one that is not there is no error.
  public func remove(_ path: String) throws(DiskError) {
    guard try status(of: path) != nil else { return }
    do {
      try removeFile(path)
    } catch {
      // Somebody else has just done it: a guard whose deadline passed.
      guard error.code == ENOENT else { throw error }
      return
    }
    try synchronize(Self.split(path).directory)
  }

  /// Makes a directory and the missing ones above it, for good.
  ///
  /// - Returns: the directories that were made, outermost first.
  @discardableResult
  public func makeDirectories(_ path: String, mode: UInt16) throws(DiskError) -> [String] {
    if path == "/" { return [] }
    if let status = try status(of: path) {
      guard status.kind == .directory else {
        throw DiskError(path: path, code: status.kind == .symbolicLink ? ELOOP : ENOTDIR)
      }
      return []
    }
    let parent = Self.split(path).directory
    var made = try makeDirectories(parent, mode: mode)
    try makeDirectory(path, mode: mode)
    try synchronize(parent)
    made.append(path)
    return made
  }

  private static func split(_ path: String) -> (directory: String, name: Substring) {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    let directory = path[..<slash]
    return (directory.isEmpty ? "/" : String(directory), path[slash...].dropFirst())
  }
}
