import Systemd

/// A directory of an environment, as this process reaches it: the path holds as long as this value lives.
public struct EnvironmentDirectory: Sendable {
  /// Where it is; only below it, and without following links there, is it safe to write.
  public let path: String
  private let hold: (any Sendable)?

  /// A directory at a path that is good as long as `hold` lives.
  init(_ path: String, keeping hold: (any Sendable)? = nil) {
    self.path = path
    self.hold = hold
  }

  /// The path of a name in it.
  func path(of name: some StringProtocol) -> String { "\(path)/\(name)" }

  /// Does something with the path of a name in it, which holds meanwhile: a value that is used for the last time may be gone
  /// as soon as it has told a path.
  func at<Value>(_ name: some StringProtocol, _ body: (String) throws -> Value) rethrows -> Value {
    try withExtendedLifetime(hold) { try body(path(of: name)) }
  }
}
