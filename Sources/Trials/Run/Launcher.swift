import Sandboxing
import Systemd

/// How a service is started under a sandbox. Whatever the way, the same sandbox has the same outcome: a test holds them
/// to it.
public protocol Launcher: Sendable {
  /// Makes everything ready for a trial under this sandbox, without starting anything.
  func prepare(_ sandbox: RenderedSandbox) async throws

  /// Starts the service, and with it the sockets that hand it file descriptors, for the first time in a trial or again,
  /// and waits for the job.
  func start(again: Bool, limit: Duration) async throws -> JobResult

  /// Restarts the service, which runs, by one job of the manager's, and waits for the job.
  func restart(limit: Duration) async throws -> JobResult

  /// From now on the manager may restart the service where its unit says so.
  func allowRestarts() async

  /// Takes away what the trial left of the unit, so that its name is free; the service is down already.
  func clear(_ watcher: UnitWatcher) async throws
}

/// A sandbox in all of the forms that a launcher can need. Each is written out when it is asked for: a launcher needs one.
public struct RenderedSandbox: Sendable {
  private let asProperties: @Sendable () -> [UnitProperty]
  private let asDropIn: @Sendable () -> String
  private let asArguments: @Sendable () -> [String]

  /// As properties for `StartTransientUnit`, full effective values.
  public var properties: [UnitProperty] { asProperties() }
  /// As the text of a drop-in file.
  public var dropIn: String { asDropIn() }
  /// As arguments of systemd-run, one word each.
  public var systemdRunArguments: [String] { asArguments() }

  /// A sandbox in its forms.
  public init(
    properties: @autoclosure @escaping @Sendable () -> [UnitProperty],
    dropIn: @autoclosure @escaping @Sendable () -> String,
    systemdRunArguments: @autoclosure @escaping @Sendable () -> [String] = []
  ) {
    asProperties = properties
    asDropIn = dropIn
    asArguments = systemdRunArguments
  }

  /// The sandbox that restricts nothing.
  public static let empty = RenderedSandbox(properties: [], dropIn: "")

  /// Nothing but a log of these system calls (systemd.exec(5), `SystemCallLog=`).
  static func logging(_ calls: Set<String>) -> RenderedSandbox {
    let (name, calls) = ("SystemCallLog", calls.sorted())
    let setting = "\(name)=\(calls.joined(separator: " "))"
    return RenderedSandbox(
      properties: [UnitProperty(name, .list(allow: true, calls))], dropIn: "[Service]\n\(setting)\n",
      systemdRunArguments: ["-p", setting])
  }
}
