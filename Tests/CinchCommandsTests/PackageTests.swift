import Foundation
import Testing

@Suite("The Debian package")
struct PackageTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Scripts/lib/debian")

  @Test("lets the first boot of an image enable none of its units")
  func presets() throws {
    let preset = try String(contentsOf: Self.folder.appending(path: "presets/80-cinch.preset"), encoding: .utf8)
    let disabled = Set(preset.split(separator: "\n").filter { $0.hasPrefix("disable ") }.map { $0.dropFirst(8) })
    let units = Self.folder.appending(path: "units")
    let installed = try FileManager.default.contentsOfDirectory(atPath: units.path).filter { name in
      try String(contentsOf: units.appending(path: name), encoding: .utf8).contains("\n[Install]\n")
    }
    #expect(!installed.isEmpty)
    #expect(disabled == Set(installed.map { $0[...] }))
    let list = try String(contentsOf: Self.folder.appending(path: "install"), encoding: .utf8)
    #expect(list.contains("debian/presets/* usr/lib/systemd/system-preset\n"))
  }
}
