import DenialMatrix
import Glibc

/// What these tests run on, and how long.
enum TestSystem {
  /// One set of needs for each: those that the environment variable CINCH_TEST_SEEDS says (`60`, or `20-39`), or a few.
  static func seeds(usually few: UInt64) -> Range<UInt64> {
    guard let text = getenv("CINCH_TEST_SEEDS").map({ String(cString: $0) }) else { return 0..<few }
    let ends = text.split(separator: "-").compactMap { UInt64($0) }
    return switch ends.count {
    case 1: 0..<ends[0]
    case 2 where ends[0] <= ends[1]: ends[0]..<ends[1] + 1
    default: 0..<few
    }
  }

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
