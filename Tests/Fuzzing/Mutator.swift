/// Makes other inputs of good ones, the same ones for the same seed.
public struct Mutator {
  /// SplitMix64.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }

  private var generator: Generator
  private let words: [[UInt8]]

  /// A mutator that puts these words in, among others.
  public init(seed: UInt64, words: [String]) {
    generator = Generator(state: seed)
    self.words = (words + Self.troublesome).map { Array($0.utf8) }
  }

  /// What has broken readers before.
  private static let troublesome = [
    "9223372036854775807", "-9223372036854775808", "1e309", "1e100", "-1", "0x", "0.0", ".nan", ".inf", "~", "null",
    "true", "\0", "\u{1b}[2J", "\u{202e}", "&a ", "*a ", "<<: *a", "!!binary ", "!!set", "? ", "- ", "[", "{", "\"",
    "'",
    "|\n", ">\n", "%YAML 1.2\n", "---\n", "...\n", "\t", "\r\n", "\u{feff}", "../", "/", "%n", "$$", "\\x2d", "@", ";",
  ]

  /// One to eight changes of a good input.
  public mutating func mutated(_ seeds: [[UInt8]]) -> [UInt8] {
    var bytes = seeds.randomElement(using: &generator) ?? []
    for _ in 0..<Int.random(in: 1...8, using: &generator) { change(&bytes, seeds) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    let end = min(bytes.count, place + Int.random(in: 0...40, using: &generator))
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: place)
    case 1: bytes.replaceSubrange(place..<end, with: words.randomElement(using: &generator) ?? [])
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 4 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 5:
      let other = seeds.randomElement(using: &generator) ?? []
      bytes = Array(bytes[..<place] + other[Int.random(in: 0...other.count, using: &generator)...])
    default: bytes = Array(bytes[..<place])
    }
  }
}
