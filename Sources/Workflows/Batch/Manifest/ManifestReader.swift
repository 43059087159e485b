import Profiles
import Foundation
import Trials
import Yams

/// One manifest as it is read.
struct ManifestReader {
  /// What it lists, in order.
  private(set) var services: [BatchService] = []
  /// The keys that mean nothing.
  private(set) var ignored: Set<String> = []
  private let file: String
  private let directory: String

  /// Reads a manifest.
  ///
  /// - Parameters:
  ///   - document: its content.
  ///   - file: its path, for messages and for relative paths in it.
  ///   - base: what counts where it says nothing.
  /// - Throws: ``ManifestError``.
  init(_ document: YAMLDocument, file: String, base: FindRequest) throws(ManifestError) {
    self.file = file
    directory = URL(fileURLWithPath: file).deletingLastPathComponent().path
    guard !document.hasAnchors else {
      throw .invalid(file: file, entry: nil, key: "&", problem: "a manifest has no anchors and aliases; use 'defaults'")
    }
    guard let mapping = document.root?.mapping else { throw .noServices(file: file) }
    let lists = Manifest.lists.compactMap { key in mapping[key].map { (key, $0) } }
    guard let (key, list) = lists.first else { throw .noServices(file: file) }
    guard lists.count == 1 else {
      throw .invalid(file: file, entry: nil, key: lists[1].0, problem: "'\(key)' lists services already")
    }
    guard let entries = list.sequence else {
      throw .invalid(file: file, entry: nil, key: key, problem: "it is not a list")
    }
    guard !entries.isEmpty else { throw .noServices(file: file) }
    for other in mapping.keys.compactMap(\.string) where !Manifest.lists.contains(other) && other != "defaults" {
      ignored.insert(other)
    }
    let defaults = try defaults(in: mapping, base)
    for (index, node) in entries.enumerated() {
      services.append(try service(node, number: index + 1, defaults))
    }
  }

  private mutating func defaults(
    in mapping: Node.Mapping, _ base: FindRequest
  ) throws(ManifestError) -> ManifestEntry {
    var defaults = ManifestEntry(base)
    guard let node = mapping["defaults"] else { return defaults }
    guard let mapping = node.mapping else {
      throw .invalid(file: file, entry: nil, key: "defaults", problem: "it is not a mapping")
    }
    for key in ManifestKey.all.values where key.part == .identity && mapping[key.name] != nil {
      throw .invalid(file: file, entry: "'defaults'", key: key.name, problem: "each service has its own")
    }
    try read(mapping, into: &defaults, of: "'defaults'")
    return defaults
  }

  private mutating func service(
    _ node: Node, number: Int, _ defaults: ManifestEntry
  ) throws(ManifestError) -> BatchService {
    guard let mapping = node.mapping else {
      throw .invalid(file: file, entry: "number \(number)", key: "services", problem: "it is not a mapping")
    }
    // Messages call an entry by its name as soon as it can be one.
    let label = mapping["name"]?.scalar.map { "'\($0.string.prefix(80))'" } ?? "number \(number)"
    for key in ["name", "unit"] where mapping[key] == nil {
      throw .missing(file: file, entry: label, key: key)
    }
    var entry = defaults
    try read(mapping, into: &entry, of: label)
    let health = entry.health ?? HealthSettings()
    entry.request.check = health.check
    return BatchService(
      name: entry.name ?? label, request: entry.request, profile: entry.profile,
      hasHealthCheck: health.probes != nil || !health.check.probes.isEmpty, health: health)
  }

  private mutating func read(
    _ mapping: Node.Mapping, into entry: inout ManifestEntry, of label: String
  ) throws(ManifestError) {
    var health: [(Node, Node)] = []
    for (name, node) in mapping {
      if HealthSettings.Key(rawValue: name.string ?? "") != nil {
        health.append((name, node))
        continue
      }
      guard let name = name.string, let key = ManifestKey.all[name] else {
        ignored.insert(name.string ?? "?")
        continue
      }
      do {
        try key.read(ManifestValue(node: node, directory: directory), &entry)
      } catch {
        throw .invalid(file: file, entry: label, key: name, problem: error.text)
      }
    }
    guard !health.isEmpty else { return }
    do {
      let settings = try YAMLDecoder().decode(HealthSettings.self, from: Node(health))
      entry.health = entry.health.map { $0.merging(settings) } ?? settings
    } catch let error as DecodingError {
      // Messages name the key, not the element of its list.
      let key = error.path.first.map { String($0.prefix { $0 != "[" }) }
      throw .invalid(file: file, entry: label, key: key ?? "health", problem: error.problem)
    } catch {
      throw .invalid(file: file, entry: label, key: "health", problem: "\(error)")
    }
  }
}
