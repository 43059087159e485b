import ArgumentParser
import Foundation
import Workflows

/// The files that a command is to write its results into.
struct OutputPlaces {
  private let named: [(option: String, path: String)]

  /// The files by the options that name them.
  init(_ named: [(option: String, path: String)]) { self.named = named }

  /// Two results in one file would be one of them.
  ///
  /// - Throws: `ValidationError`.
  func requireDistinct() throws {
    var options: [String: String] = [:]
    for (option, path) in named {
      let place = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
      // Devices take what comes.
      if place.hasPrefix("/dev/") { continue }
      if let other = options.updateValue(option, forKey: place) {
        throw ValidationError("\(other) and \(option) name the same file; give each its own")
      }
    }
  }

  /// Makes sure that all can be written.
  ///
  /// - Throws: ``DiskError``.
  func check() throws {
    for (_, path) in named { try OutputFile(path).check() }
  }
}
