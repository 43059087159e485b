/// How the user names the service to tighten.
public enum ServiceReference: Hashable, Sendable {
  /// A unit that the manager can load: `nginx.service`, `postgresql@15-main.service`.
  case unit(String)
  /// A unit file, which is loaded under its own name.
  case file(path: String)
  /// A command line, which becomes a service of `Type=exec`.
  case command([String])
}
