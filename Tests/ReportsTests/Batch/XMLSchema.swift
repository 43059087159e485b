import Foundation

/// A schema for XML, which xmllint(1) of libxml2 holds documents to.
struct XMLSchema {
  private let path: String

  init(named name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    path = folder.appending(path: "Schemas/\(name).xsd").path
  }

  /// What xmllint says against a document; nil where it says nothing against it.
  func complaint(about xml: String) throws -> String? {
    let file = FileManager.default.temporaryDirectory.appending(path: "cinch-\(UUID().uuidString).xml")
    try xml.write(to: file, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/xmllint")
    process.arguments = ["--noout", "--nonet", "--schema", path, file.path]
    let output = Pipe()
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : text
  }
}
