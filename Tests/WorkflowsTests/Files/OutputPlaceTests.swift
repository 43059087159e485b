import Foundation
import Testing
import Workflows

@Suite("A file for a result") final class OutputPlaceTests {
  private let directory = FileManager.default.temporaryDirectory.path + "/cinch-place-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false) }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  private static let nobody: uid_t = 65534

  /// What another user has put into a directory that is everybody's.
  enum Planted: CaseIterable {
    case link, file, pipe, linkOfALink
  }

  @Test(
    "is not written where another user has put something", .enabled(if: geteuid() == 0, "root gives things away"),
    arguments: Planted.allCases)
  func planted(_ planted: Planted) throws {
    let (place, target) = (directory + "/result", directory + "/target")
    #expect(chmod(directory, 0o1777) == 0)
    try "precious".write(toFile: target, atomically: false, encoding: .utf8)
    switch planted {
    case .link: #expect(symlink(target, place) == 0)
    case .file: try "theirs".write(toFile: place, atomically: false, encoding: .utf8)
    case .pipe: #expect(mkfifo(place, 0o666) == 0)
    case .linkOfALink:
      #expect(symlink(target, directory + "/second") == 0 && symlink("second", place) == 0)
      #expect(lchown(directory + "/second", Self.nobody, Self.nobody) == 0)
    }
    if planted != .linkOfALink { #expect(lchown(place, Self.nobody, Self.nobody) == 0) }
    for attempt in [{ try OutputFile(place).check() }, { try OutputFile(place).write("new") }] {
      let error = #expect(throws: DiskError.self, performing: attempt)
      #expect(error?.description.contains("is another user's") == true)
    }
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
  }

  @Test("may be a link of one's own, wherever it is")
  func ownLink() throws {
    #expect(chmod(directory, 0o1777) == 0 && symlink("target", directory + "/result") == 0)
    try OutputFile(directory + "/result").write("new")
    #expect(try String(contentsOfFile: directory + "/target", encoding: .utf8) == "new")
  }

  @Test("is known to be impossible before there is a result", arguments: ["no/such/result", "", "file/result"])
  func checked(_ name: String) throws {
    try OutputFile(directory + "/file").write("")
    #expect(throws: DiskError.self) { try OutputFile("\(directory)/\(name)").check() }
    try OutputFile(directory + "/file").check()
    try OutputFile(directory + "/new").check()
    #expect(!FileManager.default.fileExists(atPath: directory + "/new"))
  }

  @Test("has a name of up to 255 bytes", arguments: [249, 250, 251, 252, 254, 255])
  func longName(_ length: Int) throws {
    let path = directory + "/" + String(repeating: "n", count: length)
    try OutputFile(path).check()
    try OutputFile(path).write("old")
    try OutputFile(path).write("new")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 1)
    #expect(throws: DiskError.self) { try OutputFile(directory + "/" + String(repeating: "n", count: 256)).check() }
  }

  @Test("is its owner's alone where it holds evidence")
  func isPrivate() throws {
    let earlier = umask(0)
    defer { umask(earlier) }
    try OutputFile(directory + "/evidence", isPrivate: true).write("")
    let mode = try FileManager.default.attributesOfItem(atPath: directory + "/evidence")[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }
}
