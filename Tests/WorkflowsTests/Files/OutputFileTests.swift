import Foundation
import Testing
import Workflows

@Suite final class OutputFileTests {
  private let directory = FileManager.default.temporaryDirectory.path + "/cinch-output-\(UUID().uuidString)"

  init() throws { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false) }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  private func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
  }

  @Test func aNewFileIsMadeAndAnOldOneReplacedWithItsMode() throws {
    let path = directory + "/result.yaml"
    try OutputFile(path).write("old\n")
    #expect(chmod(path, 0o640) == 0)
    try OutputFile(path).write("new\n")
    #expect(try read("result.yaml") == "new\n")
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["result.yaml"])
  }

  @Test func aLinkStaysAndLeadsToTheResult() throws {
    try OutputFile(directory + "/target").write("old")
    try FileManager.default.createSymbolicLink(atPath: directory + "/link", withDestinationPath: "target")
    try OutputFile(directory + "/link").write("new")
    #expect(try read("target") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: directory + "/link") == "target")
  }

  @Test func aPipeIsWrittenToAndStays() throws {
    let path = directory + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    // Both ends in one process: opened for reading first, and without waiting for a writer.
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try OutputFile(path).write("result")
    var buffer = [UInt8](repeating: 0, count: 100)
    let count = Foundation.read(reader, &buffer, buffer.count)
    #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "result")
    var status = stat()
    #expect(lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
  }

  @Test func aDeviceIsWrittenToAndStays() throws {
    try OutputFile("/dev/null").write("result")
    var status = stat()
    #expect(lstat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    #expect(throws: DiskError(path: "/dev/full", code: ENOSPC)) { try OutputFile("/dev/full").write("result") }
  }

  @Test func aDirectoryThatIsNotThereIsSaid() {
    #expect(throws: DiskError.self) { try OutputFile("/nonexistent/result").write("") }
    #expect(throws: DiskError.self) { try OutputFile(directory).write("") }
  }
}
