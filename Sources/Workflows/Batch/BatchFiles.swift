import Foundation

/// Where a batch keeps the results of its services.
public struct BatchFiles: Sendable {
  private let directory: String

  /// Files in a directory, which is made where it is missing.
  public init(in directory: String) { self.directory = directory }

  /// The profile, which a find writes and the others read.
  func profile(of service: BatchService) -> String { service.profile ?? "\(directory)/\(service.name).yaml" }

  /// The drop-in.
  func dropIn(of service: BatchService) -> String { "\(directory)/\(service.name).conf" }

  /// What a find has to say, for programs.
  func report(of service: BatchService) -> String { "\(directory)/\(service.name).json" }

  /// The same for a browser.
  func page(of service: BatchService) -> String { "\(directory)/\(service.name).html" }

  /// What a check has to say, for programs.
  func checkReport(of service: BatchService) -> String { "\(directory)/\(service.name).check.json" }

  /// Writes one of them, and makes its directory where that is missing. All but drop-ins are for their owner alone.
  ///
  /// - Throws: ``DiskError``, or what keeps the directory from being made.
  func write(_ text: String, to path: String) throws {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try OutputFile(path, isPrivate: !path.hasSuffix(".conf")).write(text)
  }

  /// Whether all of these are there.
  func exist(_ paths: String...) -> Bool { paths.allSatisfy(FileManager.default.fileExists) }
}
