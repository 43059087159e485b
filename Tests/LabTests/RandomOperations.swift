/// Anything that a service may do to files, at random but the same for the same seed.
struct RandomOperations {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A script of operations, of which those that make no sense on what is there fail.
  mutating func script(count: Int) -> String {
    "cd /var/lib; mkdir -p random; exec 2>/dev/null; "
      + (0..<count).map { _ in operation() }.joined(separator: "; ") + "; true"
  }

  private mutating func operation() -> String {
    let (path, other) = (path(), path())
    switch below(16) {
    case 0: return "mkdir -p \(path)"
    case 1: return "echo \(below(1000)) > \(path)"
    case 2: return "echo \(below(1000)) >> \(path)"
    case 3: return "head -c \(below(200_000)) /dev/urandom > \(path)"
    case 4: return "truncate -s \(below(2_000_000)) \(path)"
    case 5: return "rm -rf \(path)"
    case 6: return "rm \(path)"
    case 7: return "mv -T \(path) \(other)"
    case 8: return "ln \(path) \(other)"
    case 9: return "ln -s \(other) \(path)"
    case 10: return "chmod \(["600", "4755", "1777", "000"][below(4)]) \(path)"
    case 11: return "chown -h \(below(100)):\(below(100)) \(path)"
    case 12: return "mkfifo \(path)"
    case 13: return "mknod \(path) c 1 \(below(9))"
    case 14: return "cp -a \(path) \(other)"
    default: return "touch -d @\(below(1_000_000_000)) \(path)"
    }
  }

  /// Few names, so that operations meet each other; own ones, and ones of the tree.
  private mutating func path() -> String {
    let root = ["random", "random", "/usr/share/base-files", "/usr/share/m", "/var/tmp"][below(5)]
    let names = ["a", "b", "c", "motd", "profile", "x/motd"]
    return ([root] + (0..<below(3)).map { _ in names[below(names.count)] }).joined(separator: "/") + "/"
      + names[below(names.count)]
  }

  /// SplitMix64.
  private mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((bits ^ (bits >> 31)) % UInt64(limit))
  }
}
