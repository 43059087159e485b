import Glibc

/// How many processes want a processor, for each that there is (proc(5), /proc/loadavg).
public struct MachineLoad: Hashable, Sendable {
  /// Those of the last minute, or of this moment where they are more; 0 on an idle machine.
  public let perProcessor: Double

  /// Reads a line of /proc/loadavg; nil where it is none.
  ///
  /// - Parameters:
  ///   - line: `0.20 0.18 0.12 1/80 11206`.
  ///   - processors: how many there are, at least 1.
  public init?(line: String, processors: Int) {
    let fields = line.split(separator: " ")
    guard fields.count > 3, let minute = Double(fields[0]),
      let runnable = fields[3].split(separator: "/").first.flatMap({ Double($0) })
    else { return nil }
    // Whoever reads this is running, too.
    perProcessor = max(minute, runnable - 1, 0) / Double(max(processors, 1))
  }

  /// The load at this moment; nil where the kernel does not tell.
  public static var now: MachineLoad? {
    (try? readFile("/proc/loadavg")).flatMap {
      MachineLoad(line: $0, processors: sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }
  }
}
