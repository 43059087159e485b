import Acts
import Glibc
import Sandboxing
import Testing

@Suite("Acts, outside of any sandbox")
struct PerformTests {
  @Test(
    "are allowed",
    arguments: [
      "gainPrivileges", "mapUser:0", "unshare:user", "unshare:net", "read:/etc/passwd",
      "read:/etc", "read:/dev/null", "write:/tmp", "write:/dev/null", "execute:/bin/sh", "openDevice:/dev/null",
      "makeSetUserID", "seeProcess:1", "readProcess:1", "becomeRealtime", "changePersonality", "mapWritableExecutable",
      "socket:AF_INET", "socket:AF_X25", "bind:5599",
    ])
  func allowed(_ text: String) throws {
    #expect(try #require(Act(parsing: text)).perform() == .allowed)
  }

  @Test(
    "are denied where there is nothing to act on",
    arguments: [
      ("read:/nonexistent", ENOENT), ("write:/nonexistent/file", ENOENT), ("execute:/etc/passwd", EACCES),
      ("openDevice:/nonexistent", ENOENT), ("seeProcess:2147483647", ENOENT), ("notify:main", ENOENT),
      ("escape:/nonexistent", ENOENT), ("escape:/etc/passwd", ECONNREFUSED),
    ])
  func denied(_ sample: (text: String, error: Int32)) throws {
    #expect(try #require(Act(parsing: sample.text)).perform() == .denied(.error(sample.error)))
  }

  @Test(
    "cannot tell what they do not know",
    arguments: ["socket:AF_CINCH", "hold:CAP_CINCH", "send:x"])
  func unclear(_ text: String) throws {
    let outcome = try #require(Act(parsing: text)).perform()
    guard case .unclear(.state) = outcome else {
      Issue.record("\(text): \(outcome)")
      return
    }
  }

  @Test("know a namespace by its number", arguments: NamespaceType.allCases)
  func namespaceByNumber(_ type: NamespaceType) {
    var status = stat()
    #expect(stat("/proc/self/ns/\(type.rawValue)", &status) == 0)
    #expect(Act.share(type, inode: UInt64(status.st_ino)).perform() == .allowed)
    #expect(Act.share(type, inode: UInt64(status.st_ino) + 1).perform() != .allowed)
  }

  @Test("write nothing and leave nothing behind")
  func leavesNothing() throws {
    let directory = ServingNeedy.temporaryDirectory()
    let file = directory.appendingPathComponent("file").path
    #expect(Act.write(path: file).perform() == .allowed)
    #expect(access(file, F_OK) != 0)
    #expect(Act.write(path: directory.path).perform() == .allowed)
    #expect(rmdir(directory.path) == 0)
  }

  @Test("respect what nobody may access, root or not")
  func inaccessible() throws {
    let directory = ServingNeedy.temporaryDirectory()
    defer { rmdir(directory.path) }
    #expect(Act.read(path: directory.path).perform() == .allowed)
    chmod(directory.path, 0)
    #expect(Act.read(path: directory.path).perform() != .allowed)
  }

  @Test("find what was prepared for them, until it is cleaned")
  func prepared() {
    let marker = Act.read(path: "/tmp/cinch-act-test-\(getpid())")
    #expect(marker.perform() == .denied(.error(ENOENT)))
    #expect(marker.prepare() == .allowed)
    #expect(marker.perform() == .allowed)
    #expect(marker.clean() == .allowed)
    #expect(marker.perform() == .denied(.error(ENOENT)))
  }

  @Test("prepare and clean nothing that is not their own")
  func notPrepared() {
    #expect(Act.read(path: "/nonexistent/file").prepare() == .allowed)
    #expect(access("/nonexistent", F_OK) != 0)
    #expect(Act.read(path: "/etc/passwd").clean() == .allowed)
    #expect(access("/etc/passwd", F_OK) == 0)
  }
}
