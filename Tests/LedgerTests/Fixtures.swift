import Foundation
import Ledger
import Sandboxing

extension RunPlan {
  /// A plan of which only one thing matters to a test.
  static func sample(unit: String = "nginx.service", key: String = "k", kernel: String = "6.18.44") -> RunPlan {
    RunPlan(
      verb: "find", unit: unit, key: key, options: #"{"strategy":"adaptive"}"#,
      environment: RunEnvironment(
        systemd: "252.39-1~deb12u1", kernel: kernel, libc: "glibc 2.36", package: "nginx 1.22.1-9", unit: "00ff"),
      seed: .max)
  }
}

extension TrialEntry {
  /// A trial that failed with everything that an entry can hold.
  static let failed = TrialEntry(
    sandbox: Sandbox([Restriction("ProtectSystem", "strict"), Restriction("SystemCallFilter", "~@mount")]),
    purpose: .search, outcome: .failed, phase: "health 1", detail: #"{"phase":"health 1","reason":"it's \"gone\"\n"}"#,
    duration: .microseconds(123_456), started: Date(timeIntervalSince1970: 1_790_000_000.25))

  /// A trial that passed with as little as an entry can hold.
  static let passed = TrialEntry(
    sandbox: .empty, purpose: .baseline, outcome: .passed, duration: .zero,
    started: Date(timeIntervalSince1970: 1_790_000_001))
}

/// A directory of one test's own, gone with the value.
final class ScratchDirectory {
  let path: String

  init() throws {
    let template = FileManager.default.temporaryDirectory.path + "/cinch-test-XXXXXX"
    var bytes = Array(template.utf8CString)
    guard mkdtemp(&bytes) != nil else { throw CocoaError(.fileWriteUnknown) }
    path = bytes.withUnsafeBufferPointer { String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
