import DenialMatrix
import Glibc

/// What these tests run on, and how long.
enum TestSystem {
  /// One set of needs for each: as many as the environment variable CINCH_TEST_SEEDS says, or a few.
  static let seeds: Range<UInt64> = 0..<(getenv("CINCH_TEST_SEEDS").flatMap { UInt64(String(cString: $0)) } ?? 4)

  /// The table of what this machine's systemd denies; nil where there is none.
  static let table: String? = {
    guard let output = popen("systemctl --version", "r") else { return nil }
    defer { pclose(output) }
    var line = [CChar](repeating: 0, count: 64)
    guard fgets(&line, Int32(line.count), output) != nil else { return nil }
    // "systemd 252 (252.39-1~deb12u1)"
    let words = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
    let name = "systemd-\(words.dropFirst().first ?? "")"
    return (try? DenialMatrix(named: name)) == nil ? nil : name
  }()
}
