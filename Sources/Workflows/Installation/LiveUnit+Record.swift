import Foundation
import Ledger
import Sandboxing
import Trials

/// What is done to a unit itself, as the ledger knows it: written down before anything is touched, and again with how it
/// ended. One that never ended was killed.
public struct OperationRecord: Sendable {
  fileprivate let ledger: Ledger
  /// The run's number, by which `cinch log` shows it.
  public let run: Int64

  /// Does it and notes how it ended. Where not even that can be written any more it counts as killed, which changes
  /// nothing of what was done.
  ///
  /// - Parameters:
  ///   - profile: the profile whose sandbox goes on the unit, YAML.
  ///   - isDone: whether what the body brings is what was wanted.
  ///   - body: what is done.
  /// - Returns: what the body brings.
  /// - Throws: what the body throws.
  public func perform<Value: Sendable>(
    profile: String? = nil, isDone: (Value) -> Bool = { _ in true }, _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      let value = try await body()
      try? ledger.set(run, to: isDone(value) ? .finished : .failed, profile: profile)
      return value
    } catch {
      try? ledger.set(run, to: .failed, profile: profile)
      throw error
    }
  }
}

extension LiveUnit {
  /// Writes down what is about to be done.
  ///
  /// - Parameters:
  ///   - verb: what: `apply`.
  ///   - options: as given, each by its name.
  /// - Returns: the record, in the ledger by now.
  /// - Throws: ``LedgerError`` where it could not be kept; what the manager throws.
  public func record(_ verb: String, options: [String: String] = [:]) async throws -> OperationRecord {
    let ledger = try Ledger(in: directories.state)
    let text = try StableJSON(options).text
    let plan = RunPlan(
      verb: verb, unit: name, key: Fingerprint(of: [text]).description, options: text,
      environment: try await runEnvironment(), seed: 0)
    return OperationRecord(ledger: ledger, run: try ledger.begin(plan).id)
  }

  /// What the unit runs on, and what it is.
  private func runEnvironment() async throws -> RunEnvironment {
    let platform = try await environment.manager.platform(systemCallFilter: "")
    return try await RunEnvironmentReader(on: environment).environment(of: environment.load(name), on: platform)
  }
}
