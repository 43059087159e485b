import Linux
import Foundation

/// What there was before a drop-in was written, kept until that is undone.
struct InstallationRecord: Hashable, Sendable, Codable {
  /// A file as it was, byte for byte.
  struct Original: Hashable, Sendable, Codable {
    let bytes: Data
    let attributes: FileAttributes
  }

  /// What Cinch wrote.
  let installed: Data
  /// The file that was there; nil where there was none.
  let previous: Original?
  /// The directories that had to be made for it, outermost first.
  let madeDirectories: [String]
  /// Whose files were before the unit started under it; nil where none changed hands.
  var owners: OwnerChanges?
}

/// A drop-in that waits for its confirmation.
struct ProvisionalRecord: Hashable, Sendable, Codable {
  /// What will be installed.
  let text: Data
  /// Whether the unit was up before.
  let wasActive: Bool
  /// Whose files were before the unit started under it; nil where none change hands.
  var owners: OwnerChanges?
}

/// The records of one unit, in a state directory: a stack of installations, and at most one provisional.
struct InstallationRecords {
  let disk: any Disk
  let unit: String

  private static let attributes = FileAttributes(mode: 0o600, owner: geteuid(), group: getegid())
  private var directory: String { "/installed/\(unit)" }
  private var provisionalFile: String { directory + "/provisional.json" }

  /// The provisional record; nil where nothing waits.
  func provisional() throws -> ProvisionalRecord? { try read(provisionalFile) }

  /// Remembers what waits.
  func save(_ record: ProvisionalRecord) throws { try write(record, to: provisionalFile) }

  /// Forgets what waited.
  func removeProvisional() throws { try disk.remove(provisionalFile) }

  /// The latest installation and its number; nil where there is none.
  func latest() throws -> (number: Int, record: InstallationRecord)? {
    guard let number = try numbers().max(), let record: InstallationRecord = try read(file(number)) else { return nil }
    return (number, record)
  }

  /// Remembers one installation more.
  func push(_ record: InstallationRecord) throws {
    try write(record, to: file((try numbers().max() ?? 0) + 1))
  }

  /// Forgets an installation.
  func remove(_ number: Int) throws { try disk.remove(file(number)) }

  private func file(_ number: Int) -> String { "\(directory)/\(number).json" }

  private func numbers() throws -> [Int] {
    guard try disk.status(of: directory) != nil else { return [] }
    return try disk.entries(of: directory).compactMap { name in
      name.hasSuffix(".json") ? Int(name.dropLast(".json".count)) : nil
    }
  }

  private func read<Record: Decodable>(_ file: String) throws -> Record? {
    guard try disk.status(of: file) != nil else { return nil }
    do {
      return try JSONDecoder().decode(Record.self, from: Data(try disk.contents(of: file)))
    } catch is DecodingError {
      throw InstallationError.damagedRecord(file: file)
    }
  }

  private func write(_ record: some Encodable, to file: String) throws {
    try disk.makeDirectories(directory, mode: 0o700)
    try disk.write(Array(try JSONEncoder().encode(record)), to: file, attributes: Self.attributes)
  }
}
