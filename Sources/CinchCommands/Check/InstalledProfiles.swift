import Foundation

/// The profiles that an administrator has put where `cinch check --all` and cinch-check.service find them.
struct InstalledProfiles {
  /// Their paths, by name.
  let files: [String]

  /// The profiles of a configuration directory; none where it has no folder for them.
  init(in configuration: String) {
    let folder = "\(configuration)/profiles"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    files = names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
      .map { "\(folder)/\($0)" }
  }
}
