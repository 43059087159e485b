import Foundation

/// A figure of `systemd-analyze security` as people read it: in words, in a colour, and as a bar.
struct ExposureReading {
  /// Ten times the figure, from 0 (safe) to 100.
  let tenths: Int

  init(_ figure: Decimal) {
    tenths = min(max(Int((NSDecimalNumber(decimal: figure).doubleValue * 10).rounded()), 0), 100)
  }

  /// The figure with its one decimal.
  var text: String { "\(tenths / 10).\(tenths % 10)" }

  /// What systemd calls it (src/analyze/analyze-security.c, `badness_table`).
  var word: String {
    switch tenths {
    case 100...: "DANGEROUS"
    case 90...: "UNSAFE"
    case 75...: "EXPOSED"
    case 50...: "MEDIUM"
    case 10...: "OK"
    case 1...: "SAFE"
    default: "PERFECT"
    }
  }

  /// How systemd sets it off.
  var role: Palette.Role {
    switch tenths {
    case 90...: .bad
    case 75...: .caution
    case 50...: .strong
    default: .good
    }
  }

  /// A bar that is full at 10.
  func bar(of columns: Int) -> String {
    let filled = (tenths * columns + 50) / 100
    return String(repeating: "█", count: filled) + String(repeating: "░", count: columns - filled)
  }
}
