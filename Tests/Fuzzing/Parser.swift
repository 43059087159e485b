import Foundation
import Profiles
import Recipes
import Sandboxing
import Systemd
import Trials
import Workflows

/// What reads an input that somebody else has written: one entry point each, for the fuzzer and for the tests.
public enum Parser: String, CaseIterable, Sendable {
  case profile, digest, manifest, recipe, settings
  case dropIn = "drop-in"
  case unitName = "unit-name"
  case auditRecord = "audit-record"

  /// What was read, written and read again is not the same.
  public struct Changed: Error {
    /// What was written first.
    public let before: String
    /// What was written then.
    public let after: String
  }

  /// Reads an input, which may well be refused.
  ///
  /// - Parameters:
  ///   - bytes: the input.
  ///   - directory: where files may be made.
  /// - Throws: ``Changed``, or what cannot be written to the directory.
  public func parse(_ bytes: [UInt8], in directory: String) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    switch self {
    case .profile:
      guard let profile = try? Profile(yaml: text, file: "p.yaml") else { return }
      let text = try profile.yaml()
      try Self.expect(try Profile(yaml: text, file: "p.yaml").yaml(), toBe: text)
    case .digest:
      var reader = DigestReader()
      let digest = try? reader.digest(of: try Self.file(holding: bytes, in: directory))
      guard let digest, let profile = try? Profile(yaml: text, file: "p.yaml") else { return }
      try Self.expect("\(digest)", toBe: "\(ProfileDigest(profile))")
    case .manifest:
      let base = FindRequest(service: .command([]), check: HealthCheck())
      _ = try? Manifest(contentsOf: [Self.file(holding: bytes, in: directory)], base: base)
    case .recipe:
      _ = try? Recipe(yaml: text, file: "nginx.yaml")
    case .settings:
      _ = try? Settings(yaml: text, file: "cinch.yaml")
    case .dropIn:
      _ = Installation.directives(in: text)
      _ = text.terminalSafe + SecretText.masked(text)
    case .unitName:
      _ = UnitName.escape(text) + UnitName.escape(path: text) + UnitName.objectPath(of: text)
      guard let name = try? UnitName(text) else { return }
      try Self.expect(try UnitName(name.description).description, toBe: name.description)
    case .auditRecord:
      _ = SeccompRecord(parsing: text)
    }
  }

  /// The inputs that are kept for it: good ones, and such as have broken something.
  ///
  /// - Throws: what cannot be read.
  public func corpus() throws -> [[UInt8]] {
    let folder = Bundle.module.bundleURL.appending(path: "Corpus/\(rawValue)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
  }

  private static func expect(_ text: String, toBe other: String) throws(Changed) {
    guard text == other else { throw Changed(before: other, after: text) }
  }

  private static func file(holding bytes: [UInt8], in directory: String) throws -> String {
    let file = directory + "/input.yaml"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}
