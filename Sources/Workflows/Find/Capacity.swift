import Foundation
import Lab

/// What the machine has left for more labs.
struct Capacity: Sendable {
  /// Processors that this process may use.
  var processors: Int
  /// How many processes wanted one, on average over the last minute.
  var wanted: Double
  /// Memory that can be had without swapping, in bytes.
  var memory: UInt64

  /// What one lab takes while a service is tried in it.
  struct Load: Sendable {
    /// Memory, in bytes.
    var memory: UInt64
    /// How many processors it keeps busy on average.
    var processors: Double

    /// What a lab took from one moment to another.
    init(from before: Lab.Usage, to after: Lab.Usage, within time: Duration) {
      memory = after.peakMemory
      // In no time nothing can be told.
      processors = time > .milliseconds(100) ? (after.processorTime - before.processorTime) / time : 1
    }

    /// A load by its parts.
    init(memory: UInt64, processors: Double) {
      self.memory = memory
      self.processors = processors
    }
  }

  /// The machine as it is now.
  static var now: Capacity {
    let information = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    let line = information.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { UInt64($0) } ?? 0
    var wanted = 0.0
    if getloadavg(&wanted, 1) != 1 { wanted = 0 }
    return Capacity(
      processors: ProcessInfo.processInfo.activeProcessorCount, wanted: wanted, memory: kibibytes << 10)
  }

  /// More than this many trials side by side hardly save any time.
  static let most = 8
  /// For fewer candidates than this, another lab takes longer to boot than it saves.
  static let candidatesWorthALab = 12

  /// How many trials to run side by side when one runs already: as many as leave half of the free memory to others, keep
  /// no more processors busy than are idle, and have something to do. A trial mostly waits; but when several want to run at
  /// once, each takes longer, and more than two on a processor could run into their time limits.
  func jobs(of load: Load, candidates: Int) -> Int {
    let byMemory = 1 + Int(clamping: memory / 2 / max(load.memory, 1))
    let idle = max(1, Double(processors) - wanted)
    let byProcessors = min(2 * processors, Int(idle / max(load.processors, 0.1)))
    return max(1, min(byMemory, byProcessors, candidates / Self.candidatesWorthALab, Self.most))
  }
}
