/// The values of `UMask=`: file modes in octal.
enum FileMode {
  /// The bits of a mode; none where the text is not octal.
  static func bits(_ text: String) -> UInt32 { UInt32(text, radix: 8) ?? 0 }

  /// A mode in four octal digits.
  static func text(_ bits: UInt32) -> String {
    let digits = String(bits, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
