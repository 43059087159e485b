import Linux
import Glibc
import Testing
import Workflows

@Suite struct AtomicWriteTests {
  static let old = Array("old content, long enough to be torn\n".utf8)
  static let new = Array("new content, and longer than what it replaces, too\n".utf8)
  static let path = "/etc/unit.d/60-cinch.conf"

  /// A disk with the old file on it, or only with its directory.
  static func disk(holding bytes: [UInt8]?, fuse: Fuse = Fuse()) throws -> SimulatedDisk {
    let disk = SimulatedDisk(fuse: fuse)
    try disk.makeDirectories("/etc/unit.d", mode: 0o755)
    if let bytes { try disk.create(path, holding: bytes, attributes: FileAttributes(mode: 0o600)) }
    disk.settle()
    return disk
  }

  static func write(to disk: SimulatedDisk) throws(DiskError) {
    try disk.write(new, to: path, attributes: FileAttributes(mode: 0o644))
  }

  static func read(_ disk: SimulatedDisk) throws(DiskError) -> [UInt8]? {
    try disk.status(of: path) == nil ? nil : try disk.contents(of: path)
  }

  /// How many changing calls one write makes: the number of moments at which the power can go.
  static var calls: Int {
    get throws {
      let disk = try disk(holding: old)
      let before = disk.calls
      try write(to: disk)
      return disk.calls - before
    }
  }

  @Test(arguments: [old, nil]) func aPowerCutLeavesTheOldFileOrTheNewOne(_ before: [UInt8]?) throws {
    var outcomes: Set<[UInt8]?> = []
    for moment in 0...(try Self.calls) {
      let fuse = Fuse()
      let disk = try Self.disk(holding: before, fuse: fuse)
      fuse.burn(after: moment)
      let isDone = (try? Self.write(to: disk)) != nil
      for survivors in 0...disk.pendingChanges {
        for unwritten in SimulatedDisk.Unwritten.allCases {
          let rebooted = disk.rebooted(survivors: survivors, unwritten: unwritten)
          let found = try Self.read(rebooted)
          #expect(found == before || found == Self.new, "cut at \(moment), \(survivors) survivors, \(unwritten)")
          if isDone { #expect(found == Self.new, "it had returned") }
          outcomes.insert(found)
          // And whatever was left, the same write works the next time.
          try Self.write(to: rebooted)
          #expect(try Self.read(rebooted) == Self.new)
          #expect(rebooted.contents(below: "/etc/unit.d").count == 1, "nothing temporary stays")
        }
      }
    }
    #expect(outcomes == [before, Self.new], "both outcomes must have been seen, or nothing was tested")
  }

  @Test func aFullDiskLeavesTheOldFileAndNothingElse() throws {
    for moment in 0..<(try Self.calls) {
      let disk = try Self.disk(holding: Self.old)
      disk.fill(after: moment)
      do {
        try Self.write(to: disk)
        #expect(try Self.read(disk) == Self.new)
      } catch {
        #expect(error.code == ENOSPC)
        #expect(
          disk.contents(below: "/etc/unit.d") == [Self.path: "regular 600 " + String(decoding: Self.old, as: UTF8.self)]
        )
      }
    }
  }

  @Test func theModeIsWhatWasAskedFor() throws {
    let disk = try Self.disk(holding: Self.old)
    try Self.write(to: disk)
    #expect(try disk.status(of: Self.path)?.attributes.mode == 0o644)
  }
}
