import Foundation
import Glibc
import Subprocess

/// What `cinch --version` says: what a result depends on besides the service.
enum Version {
  /// Cinch's own version (semver.org), which its package has, too.
  static let own = "0.1.0"

  /// Cinch's own, this machine's systemd's and its kernel's, one a line.
  static func text() async -> String {
    "cinch \(own)\nsystemd \(await systemd() ?? "not installed")\nlinux \(kernel)"
  }

  /// As systemd itself gives it: `252.39-1~deb12u1` of `systemd 252 (252.39-1~deb12u1)`; nil where there is none.
  static func systemd() async -> String? {
    let result = try? await run(.name("systemctl"), arguments: ["--version"], output: .string(limit: 4096))
    let line = result?.standardOutput.split(separator: "\n").first
    return line.flatMap { named(in: String($0)) }
  }

  static func named(in line: String) -> String? {
    let words = line.split(separator: " ")
    guard words.count > 1, words[0] == "systemd" else { return nil }
    return words.count > 2 ? words[2].trimmingCharacters(in: ["(", ")"]) : String(words[1])
  }

  private static var kernel: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "" }
    return withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
