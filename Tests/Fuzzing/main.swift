// libFuzzer around one parser, for Scripts/fuzz: CINCH_FUZZ names the parser, all arguments are libFuzzer's own.

import Foundation
import Fuzzing

@_silgen_name("LLVMFuzzerRunDriver")
private func run(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

private let parser = Parser(rawValue: ProcessInfo.processInfo.environment["CINCH_FUZZ"] ?? "")
private let directory = FileManager.default.temporaryDirectory.path

guard parser != nil else {
  print("CINCH_FUZZ is one of: \(Parser.allCases.map(\.rawValue).joined(separator: " "))")
  exit(64)
}
private var count = CommandLine.argc
private var arguments = CommandLine.unsafeArgv
exit(
  run(&count, &arguments) { bytes, size in
    do {
      try parser?.parse(Array(UnsafeBufferPointer(start: bytes, count: size)), in: directory)
    } catch {
      fatalError("\(error)")
    }
    return 0
  })
