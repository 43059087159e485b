import Foundation
import LabTesting
import Testing

/// A chroot's root is a directory in a namespace that has another root, which is where who joins the namespace arrives.
@Suite("Labs in a chroot", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct ChrootTests {
  struct Place: CustomTestStringConvertible {
    let testDescription: String
    /// Makes a view of this machine at `$1/root`, from a directory that is empty.
    let script: String

    static let all = [
      Place(testDescription: "whose root is a mount", script: "mount --rbind / $1/root"),
      Place(
        testDescription: "whose root is a plain directory",
        script: """
          for each in /*; do
            if [ -L $each ]; then cp -P $each $1/root
            elif [ -d $each ]; then mkdir $1/root$each; mount --rbind $each $1/root$each; fi
          done
          """),
    ]
  }

  @Test("a command is in the lab, and not where the chroot is", arguments: Place.all)
  func commandIsInLab(place: Place) throws {
    let directory = FileManager.default.temporaryDirectory.path + "/cinch-chroot-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { rmdir(directory) }
    let shell = Process()
    let output = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    shell.arguments = [
      "--mount", "--propagation", "private", "sh", "-ec",
      "mount -t tmpfs none $1; mkdir $1/root\n\(place.script)\n"
        + "exec chroot $1/root $2 lab shell -- stat --file-system --format %T /",
      "sh", directory, TestLabs.cinch,
    ]
    shell.standardOutput = output
    try shell.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(String(decoding: text, as: UTF8.self) == "overlayfs\n")
  }
}
