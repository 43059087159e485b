import Glibc

/// The kernel's keyrings (keyrings(7)): whose session keyring it is, and what can be reached from it.
enum Keyrings {
  private static let session = -3  // KEY_SPEC_SESSION_KEYRING
  private static let search = 10  // KEYCTL_SEARCH
  private static let read = 11  // KEYCTL_READ

  /// A keyring that systemd made for a service holds the invocation's ID (systemd.exec(5), KeyringMode=).
  static func useSession() -> Outcome {
    let key = find("user", "invocation_id")
    if key == -Int(ENOKEY) { return .allowed }
    guard key >= 0 else { return Outcome(result: key) }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = bytes.withUnsafeMutableBytes {
      systemCall("keyctl", read, key, Int(bitPattern: $0.baseAddress), $0.count)
    }
    guard count >= 0 else { return Outcome(result: count) }
    guard let invocation = getenv("INVOCATION_ID") else { return .unclear(.state("no INVOCATION_ID")) }
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return Outcome(state: digits != String(cString: invocation), otherwise: "a session keyring of its own")
  }

  static func useUser() -> Outcome {
    let key = find("keyring", "_uid.\(getuid())")
    return key == -Int(ENOKEY) ? .denied(.error(ENOKEY)) : Outcome(result: key)
  }

  private static func find(_ type: String, _ description: String) -> Int {
    type.withCString { type in
      description.withCString { description in
        systemCall("keyctl", search, session, Int(bitPattern: type), Int(bitPattern: description))
      }
    }
  }
}
