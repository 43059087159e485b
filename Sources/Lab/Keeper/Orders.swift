import FoundationEssentials
import Glibc
import Linux

/// What a keeper is told, in one line on its standard input.
struct KeeperOrder: Codable {
  var root: String
  var layout: Lab.Layout
  var allow: Set<Lab.Allowance>
  var limits: Lab.Limits
  var hostName: String?
  var bootMilliseconds: Int
  /// Whether the keeper was started in a scope of the host's systemd, whose groups are its own to divide.
  var inScope: Bool
  var logsDenials: Bool
}

/// What a lab's first process is told by its keeper.
struct InitOrder: Codable {
  var directory: String
  var layout: Lab.Layout
  var allow: Set<Lab.Allowance>
  var hostName: String?
  var logsDenials: Bool
  /// Bytes, for each of the file systems in memory.
  var disk: UInt64
  var controlGroups: LabControlGroups
  /// The file that the keeper looks into when there is no boot.
  var console: String
  /// The socket that the keeper listens on for the end of the boot (sd_notify(3)).
  var notifySocket: String
}

/// What a keeper says, one line each on its standard output.
enum KeeperReport: Codable {
  /// The lab's systemd runs, as process `leader`, and boots; `layers` are the copy-on-write layers of its root.
  case started(leader: ProcessIdentity, layers: [OverlayLayer])
  /// It is up; `cgroupPaths` are the control groups that a process joins to be one of the lab's, `unguarded` what it can
  /// change of the machine although it may not.
  case booted(cgroupPaths: [String], unguarded: [String])
  /// There will be no lab.
  case failed(LabError)
}

/// Values of this module as lines of text.
enum Line {
  static func encode(_ value: some Encodable) throws(LabError) -> [UInt8] {
    do {
      return Array(try JSONEncoder().encode(value)) + [UInt8(ascii: "\n")]
    } catch {
      throw .notBuilt(reason: "\(error)")
    }
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from line: [UInt8]) throws(LabError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(line))
    } catch {
      throw .notBuilt(reason: "the lab's own processes do not understand each other: \(error)")
    }
  }
}

/// Reads a descriptor line by line, and no byte further than a line's end.
struct LineReader {
  let descriptor: CInt

  /// The next line without its end; nil at the end of the input.
  func next() -> [UInt8]? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while let count = try? retryingInterrupted("read", { read(descriptor, &byte, 1) }), count == 1 {
      if byte == UInt8(ascii: "\n") { return line }
      line.append(byte)
    }
    return nil
  }
}
