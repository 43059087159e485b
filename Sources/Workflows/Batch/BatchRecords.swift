import Foundation
import Ledger

/// What a batch has brought so far: a file for each service, written when everything else of it is, so that a batch
/// that was killed knows what is left.
public struct BatchRecords: Sendable {
  /// One service's file.
  struct Record: Codable, Hashable {
    /// The format's version: a file of another one says nothing.
    static let version = 1

    var version = Record.version
    /// The fingerprint of what was asked.
    var question: String
    /// What the answer depends on besides.
    var environment: RunEnvironment?
    var outcome: BatchOutcome
  }

  private let directory: String
  private let output: String
  private let lockName: String

  /// The records of a batch.
  ///
  /// - Parameters:
  ///   - output: the directory of the batch's results.
  ///   - verb: what it does: each verb has records of its own.
  ///   - shard: which part of its services it is about, which has records of its own as well.
  public init(in output: String, of verb: BatchVerb, shard: Shard?) {
    self.output = output
    lockName = "batch" + (shard.map { "-\($0.number)-of-\($0.count)" } ?? "")
    directory = "\(output)/.cinch/\(verb.rawValue)" + (shard.map { "-\($0.number)-of-\($0.count)" } ?? "")
  }

  /// Takes the directory of results: two batches there would write over each other's.
  ///
  /// - Throws: ``RunLockError/taken(unit:holder:)`` where another batch has it.
  public func lock() throws(RunLockError) -> RunLock {
    do {
      return try RunLock(unit: lockName, in: "\(output)/.cinch", purpose: "batch")
    } catch {
      guard case .taken(_, let holder) = error else { throw error }
      throw .taken(unit: output, holder: holder)
    }
  }

  /// When the batch began that has not come to its end; nil where there is none.
  public var begun: Date? {
    (try? FileManager.default.attributesOfItem(atPath: marker))?[.modificationDate] as? Date
  }

  /// The record of a service; nil where there is none, or none that can be read: then the service is left.
  func record(of name: String) -> Record? {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: file(of: name))) else { return nil }
    let record = try? JSONDecoder().decode(Record.self, from: data)
    return record?.version == Record.version ? record : nil
  }

  /// Begins a batch. Unless it goes on with an earlier one, the records of these services are removed first.
  ///
  /// - Throws: ``DiskError``, or what keeps the directory from being made.
  func begin(_ names: [String], goingOn: Bool) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    if !goingOn {
      for name in names where FileManager.default.fileExists(atPath: file(of: name)) {
        try FileManager.default.removeItem(atPath: file(of: name))
      }
    }
    if !goingOn || begun == nil { try OutputFile(marker).write("") }
  }

  /// Keeps what came of a service.
  ///
  /// - Throws: ``DiskError``.
  func save(_ record: Record) throws {
    try OutputFile(file(of: record.outcome.name)).write(try StableJSON(record, pretty: true).text)
  }

  /// The batch has come to its end.
  func end() throws { try FileManager.default.removeItem(atPath: marker) }

  private var marker: String { "\(directory)/unfinished" }

  private func file(of name: String) -> String { "\(directory)/\(name).json" }
}
