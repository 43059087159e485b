import Glibc

/// What an output is, as far as it decides how to write to it.
public struct Terminal: Hashable, Sendable {
  /// Whether somebody looks at it, rather than a file or a program.
  public let isInteractive: Bool
  /// How many columns it has; 80 where it does not say.
  public let columns: Int
  /// How text is set off on it.
  public let palette: Palette

  /// A terminal by its parts.
  public init(isInteractive: Bool, columns: Int = Terminal.usualColumns, palette: Palette = .plain) {
    self.isInteractive = isInteractive
    self.columns = columns
    self.palette = palette
  }

  /// What a file descriptor of this process is.
  ///
  /// - Parameters:
  ///   - descriptor: standard output or standard error.
  ///   - environment: where `SYSTEMD_COLORS`, `NO_COLOR`, `TERM` and `COLUMNS` are looked up.
  public init(of descriptor: Int32, environment: [String: String]) {
    let isTerminal = isatty(descriptor) == 1
    isInteractive = isTerminal && Self.movesCursor(environment)
    columns = Self.columns(of: descriptor, environment)
    palette = Palette.usesColor(onTerminal: isTerminal, environment) ? .colored : .plain
  }

  /// Whether the terminal can do more than print, as systemctl(1) decides it: not where `TERM` is unset, empty or `dumb`, as
  /// on a serial console.
  static func movesCursor(_ environment: [String: String]) -> Bool {
    !["", "dumb"].contains(environment["TERM"] ?? "")
  }

  /// What is assumed of an output that does not say how wide it is.
  public static let usualColumns = 80

  private static func columns(of descriptor: Int32, _ environment: [String: String]) -> Int {
    if let columns = environment["COLUMNS"].flatMap(Int.init), columns > 0 { return columns }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return usualColumns }
    return Int(size.ws_col)
  }
}
