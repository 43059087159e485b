import Foundation
import Glibc

/// The programs under test, which stand beside the test bundle, and how they are run.
enum Program: String {
  case act = "cinch-act"
  case needy

  var path: String {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(rawValue).path
  }

  struct Result: Equatable {
    let status: Int32
    let output: String
  }

  /// Runs the program to its end.
  func run(_ arguments: [String]) throws -> Result { try Self.run(path, arguments) }

  /// Runs any program to its end.
  static func run(_ path: String, _ arguments: [String]) throws -> Result {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
  }
}
