import Trials

/// What "works" means for a daemon that many machines have, so that nobody has to write it again.
///
/// Its commands find out where the service really is: for a listener named `http`, `$http` is `127.0.0.1:8080`, `$http_host`
/// and `$http_port` are its parts; for a file named `config`, `$config` is its path.
public struct Recipe: Hashable, Sendable {
  /// Its name, which is that of its file.
  public let name: String
  /// The units that it is for, as patterns of glob(7), in order of preference.
  public let units: [String]
  /// The packages, as such patterns, one of which has such a unit's file where any has; empty for any.
  public let packages: [String]
  /// Where the service waits for others, by names, unless its configuration says otherwise.
  public let listeners: [(name: String, place: Listener)]
  /// Files by names, unless the service is started with others.
  public let files: [(name: String, path: String)]
  /// Programs that its commands need and that not every system has, each with the package that brings it.
  public let needs: [(program: String, package: String)]
  /// What it asks.
  public let health: HealthSettings
  /// What it was read from.
  public let file: String
  /// The text of that.
  public let text: String

  /// What it is known by: the whole text decides.
  public static func == (one: Recipe, other: Recipe) -> Bool { one.text == other.text && one.file == other.file }

  /// Hashes what it is known by.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(text)
  }
}
