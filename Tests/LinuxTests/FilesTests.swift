import Glibc
import Linux
import Testing

/// A directory of a test's own, gone with it.
final class ScratchDirectory: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/cinch-linux-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? removeTree(FileName(String(path.dropFirst(5))), in: openFile("/tmp", O_RDONLY | O_DIRECTORY).number) }
}

@Suite("Files")
struct FilesTests {
  let scratch: ScratchDirectory
  init() throws { scratch = try ScratchDirectory() }

  @Test("hold what was written, and an error names the call, the path and the reason")
  func text() throws {
    let path = scratch.path + "/a"
    try writeFile(path, "one")
    try writeFile(path, "2")
    #expect(try readFile(path) == "2")
    let error = #expect(throws: SystemCallError.self) { try readFile(scratch.path + "/missing") }
    #expect(error?.description == "open \(scratch.path)/missing: No such file or directory")
    #expect(throws: SystemCallError.self) { try writeFile(path, "3", flags: O_CREAT | O_EXCL) }
    #expect(throws: SystemCallError.self) { try writeAttribute(scratch.path + "/missing", "1") }
    #expect(!exists(scratch.path + "/missing"))
  }

  @Test("that are larger than a buffer are read whole, and no further than asked")
  func large() throws {
    let text = String(repeating: "0123456789", count: 20_000)
    try writeFile(scratch.path + "/large", text)
    #expect(try readFile(scratch.path + "/large") == text)
    #expect(try openFile(scratch.path + "/large", O_RDONLY).readAll(limit: 70_001).count == 70_001)
  }

  @Test("have statuses that tell what they are, and whether anything happened to them")
  func statuses() throws {
    let directory = try openFile(scratch.path, O_RDONLY | O_DIRECTORY)
    try writeFile(scratch.path + "/file", "x")
    symlink("file", scratch.path + "/link")
    mkfifo(scratch.path + "/fifo", 0o600)
    try makeDirectory(scratch.path + "/directory", mode: 0o700)
    func status(_ name: String) throws -> FileStatus {
      try #require(FileStatus(of: FileName(name), in: directory.number))
    }
    #expect(try status("file").kind == .regular && status("link").kind == .symbolicLink)
    #expect(try status("fifo").kind == .special && status("directory").kind == .directory)
    #expect(
      try status("directory").attributes == FileAttributes(mode: 0o700, owner: geteuid(), group: getegid()))
    #expect(FileStatus(of: FileName("missing"), in: directory.number) == nil)
    let before = try status("file").stamp
    #expect(try status("file").stamp == before)
    try writeFile(scratch.path + "/file", "longer")
    #expect(try status("file").stamp != before)
  }

  @Test("of a directory are listed without itself and its parent; links to directories are no directories")
  func listing() throws {
    for name in ["a", "b"] { try makeDirectory("\(scratch.path)/\(name)") }
    try makeDirectory(scratch.path + "/a")
    try writeFile(scratch.path + "/c", "")
    symlink("a", scratch.path + "/d")
    #expect(names(in: scratch.path).sorted() == ["a", "b", "c", "d"])
    #expect(directories(in: scratch.path).sorted() == ["a", "b"])
    #expect(names(in: scratch.path + "/missing").isEmpty)
    let open = try openFile(scratch.path, O_RDONLY | O_DIRECTORY)
    for _ in 1...2 { #expect(try directoryNames(open.number).map(\.text).sorted() == ["a", "b", "c", "d"]) }
    try removeTree(FileName("a"), in: open.number)
    try removeTree(FileName("missing"), in: open.number)
    #expect(names(in: scratch.path).sorted() == ["b", "c", "d"])
  }

  @Test("below a root stay below it, whatever links say")
  func root() throws {
    try makeDirectory(scratch.path + "/root")
    try writeFile(scratch.path + "/secret", "outside")
    try writeFile(scratch.path + "/root/secret", "inside")
    symlink("../secret", scratch.path + "/root/up")
    symlink("/secret", scratch.path + "/root/absolute")
    let root = try openFile(scratch.path + "/root", O_RDONLY | O_DIRECTORY)
    for name in ["up", "absolute", "../../secret"] {
      let file = try openInRoot(TreePath(name), of: root.number, flags: O_RDONLY)
      #expect(String(decoding: try file.readAll(), as: UTF8.self) == "inside")
    }
    #expect(throws: SystemCallError.self) { _ = try openChild(FileName("up"), in: root.number, flags: O_RDONLY) }
    #expect(linkTarget(scratch.path + "/root/up") == "../secret" && linkTarget(scratch.path) == nil)
  }
}
