import Ledger
import Sandboxing
import Systemd

/// Reads what a service's verdicts depend on, from where the service runs.
public struct RunEnvironmentReader: Sendable {
  private let environment: any TrialEnvironment
  private let commands: CommandRunner
  private var manager: Manager { environment.manager }

  /// A reader of one environment.
  public init(on environment: any TrialEnvironment) {
    self.environment = environment
    commands = environment.commands("environment")
  }

  /// The environment of a service.
  ///
  /// - Throws: ``BusError`` when the manager is gone. What cannot be read is left out.
  public func environment(of service: LoadedService, on platform: Platform) async throws -> RunEnvironment {
    let program = Self.program(of: service.properties)
    let found = try await commands.run(Self.script, arguments: ["bash", program ?? ""], limit: .seconds(30))
    let lines = found.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func line(_ index: Int) -> String? { lines.indices.contains(index) && !lines[index].isEmpty ? lines[index] : nil }
    return RunEnvironment(
      systemd: try await manager.version(), kernel: platform.kernelRelease, libc: line(0) ?? "unknown",
      package: line(1), binary: line(2), unit: Fingerprint(of: [service.text]).description)
  }

  /// The environments of those among some units that are there.
  ///
  /// - Throws: ``BusError`` when the manager is gone.
  func environments<Key: Hashable>(of units: [(Key, unit: String)]) async throws -> [Key: RunEnvironment] {
    let platform = try await manager.platform(systemCallFilter: "")
    var environments: [Key: RunEnvironment] = [:]
    for (key, unit) in units {
      do {
        // What Cinch itself has installed is no part of the service.
        let service = try await LoadedService(unit, of: manager) {
          $0.hasSuffix("/\(DropInLocation.installed.file)") ? nil : self.environment.text(of: $0)
        }
        environments[key] = try await environment(of: service, on: platform)
      } catch is ServiceError {
        continue
      }
    }
    return environments
  }

  /// Three lines: the C library, the package that the program is from, the program's checksum.
  private static let script = """
    getconf GNU_LIBC_VERSION 2>/dev/null || echo
    program=$(readlink -f -- "$1")
    { dpkg-query -S -- "$program" 2>/dev/null || dpkg-query -S -- "$1" 2>/dev/null; } | head -n 1 | cut -d: -f1 |
      xargs -r dpkg-query -W -f '${Package} ${Version}' 2>/dev/null || rpm -qf -- "$program" 2>/dev/null
    echo
    sha256sum -- "$program" 2>/dev/null | cut -d' ' -f1
    """

  /// The program of the service's first `ExecStart=`.
  private static func program(of properties: [String: BusValue]) -> String? {
    (properties["ExecStartEx"] ?? properties["ExecStart"])?.elements?.first?.elements?.first?.text
  }
}
