import Foundation
import Trials
import Workflows

/// A directory with manifests in it.
struct ManifestFolder: ~Copyable {
  let path = FileManager.default.temporaryDirectory.path + "/cinch-manifests-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file.
  ///
  /// - Returns: its path.
  @discardableResult
  func write(_ text: String, to name: String = "m.yaml") throws -> String {
    try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    return "\(path)/\(name)"
  }

  /// Reads manifests; all of the directory where none is named.
  func read(_ names: String..., base: FindRequest = Self.base) throws -> Manifest {
    try Manifest(contentsOf: names.isEmpty ? [path] : names.map { "\(path)/\($0)" }, base: base)
  }

  static var base: FindRequest { FindRequest(service: .command([]), check: HealthCheck()) }
}
