import Linux
import Foundation
import Testing
import Workflows

@Suite final class RootedDiskTests {
  let root: String
  let disk: RootedDisk
  let mine = FileAttributes(mode: 0o640, owner: geteuid(), group: getegid())

  init() throws {
    root = FileManager.default.temporaryDirectory.path + "/cinch-disk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root + "/etc/unit.d", withIntermediateDirectories: true)
    disk = try RootedDisk(root: root)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  @Test func writesWhatItReads() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    try disk.write(bytes, to: "/etc/unit.d/a.conf", attributes: mine)
    #expect(try disk.contents(of: "/etc/unit.d/a.conf") == bytes)
    #expect(try disk.status(of: "/etc/unit.d/a.conf") == DiskStatus(kind: .regular, attributes: mine))
    #expect(try disk.entries(of: "/etc/unit.d") == ["a.conf"])
  }

  @Test func itsRootIsADirectoryLikeAnyOther() throws {
    try disk.write([1], to: "/a.conf", attributes: mine)
    #expect(try disk.entries(of: "/").sorted() == ["a.conf", "etc"])
    #expect(try disk.status(of: "/")?.kind == .directory)
    #expect(try disk.makeDirectories("/state", mode: 0o700) == ["/state"])
  }

  @Test func makesAndRemovesDirectories() throws {
    #expect(try disk.makeDirectories("/etc/a/b", mode: 0o755) == ["/etc/a", "/etc/a/b"])
    #expect(try disk.makeDirectories("/etc/a/b", mode: 0o755) == [])
    #expect(throws: DiskError(path: "/etc/a", code: ENOTEMPTY)) { try disk.removeDirectory("/etc/a") }
    try disk.removeDirectory("/etc/a/b")
    #expect(try disk.status(of: "/etc/a/b") == nil)
  }

  @Test func aLinkInPlaceOfTheDirectoryIsNotWrittenThrough() throws {
    try FileManager.default.createDirectory(atPath: root + "/elsewhere", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: root + "/etc/planted.d", withDestinationPath: root + "/elsewhere")
    #expect(throws: DiskError(path: "/etc/planted.d/.a.conf.new", code: ELOOP)) {
      try disk.write([1], to: "/etc/planted.d/a.conf", attributes: mine)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: root + "/elsewhere") == [])
  }

  @Test func aLinkInPlaceOfTheFileIsReplacedAndItsTargetLeftAlone() throws {
    let target = root + "/precious"
    try Data("as it was".utf8).write(to: URL(fileURLWithPath: target))
    for name in ["a.conf", ".a.conf.new"] {
      try FileManager.default.createSymbolicLink(atPath: root + "/etc/unit.d/" + name, withDestinationPath: target)
    }
    try disk.write([1], to: "/etc/unit.d/a.conf", attributes: mine)
    #expect(try disk.status(of: "/etc/unit.d/a.conf")?.kind == .regular)
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "as it was")
  }

  @Test func aLinkIsNotReadThrough() throws {
    try FileManager.default.createSymbolicLink(atPath: root + "/etc/hosts", withDestinationPath: "/etc/hosts")
    #expect(throws: DiskError(path: "/etc/hosts", code: ELOOP)) { try disk.contents(of: "/etc/hosts") }
    #expect(try disk.status(of: "/etc/hosts")?.kind == .symbolicLink)
  }

  @Test func aPipeInPlaceOfAFileIsNotWaitedFor() throws {
    #expect(mkfifo(root + "/etc/pipe", 0o600) == 0)
    #expect(throws: DiskError(path: "/etc/pipe", code: EINVAL)) { try disk.contents(of: "/etc/pipe") }
  }

  @Test(arguments: ["etc/x", "/etc/../x", "/etc/./x", "/etc//x", "/", "", "/etc/x\0y"])
  func aPathThatIsNotPlainIsRefused(_ path: String) {
    #expect(throws: DiskError(path: path, code: EINVAL)) { try disk.contents(of: path) }
  }

  @Test(.enabled(if: geteuid() == 0, "mounting a small file system needs root"))
  func aFullFileSystemLeavesTheOldFile() throws {
    let directory = root + "/etc/unit.d"
    try #require(mount("tmpfs", directory, "tmpfs", 0, "size=64k") == 0)
    defer { umount2(directory, Int32(MNT_DETACH)) }
    let old = [UInt8](repeating: 1, count: 1000)
    try disk.write(old, to: "/etc/unit.d/a.conf", attributes: mine)
    let error = #expect(throws: DiskError.self) {
      try disk.write([UInt8](repeating: 2, count: 100_000), to: "/etc/unit.d/a.conf", attributes: mine)
    }
    #expect(error?.code == ENOSPC)
    #expect(try disk.contents(of: "/etc/unit.d/a.conf") == old)
    #expect(try disk.entries(of: "/etc/unit.d") == ["a.conf"])
  }
}
