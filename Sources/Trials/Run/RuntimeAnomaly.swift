import Linux
import Systemd

/// What goes on in a service that looks fine from outside and is not: nobody would call it healthy, and no probe asks.
///
/// It is suspected from two looks around the probes, which cost nothing, and then watched while nobody asks anything of
/// the service. What a service does without any restriction is no trouble for it.
public enum RuntimeAnomaly: String, Hashable, Sendable, Codable, CaseIterable {
  /// Processes die and are replaced again and again, as nginx's workers under a filter that kills them.
  case crashLoop
  /// A processor is kept busy, as by a loop around a call that should wait and is denied.
  case busyLoop

  /// The part of one processor that says busy; a machine with more to do than processors leaves a loop less than one.
  static let busyPart = 0.2

  /// The time between two looks: long against a fork, or against the times between which a busy machine leaves a loop
  /// nothing; short against a trial.
  private var pause: Duration {
    switch self {
    case .crashLoop: .milliseconds(50)
    case .busyLoop: .milliseconds(200)
    }
  }

  /// How often a service is looked at before it is believed. Whoever has just started may have something to do for a while:
  /// longer under restrictions than without, or a busy machine would make the difference.
  func looks(isBaseline: Bool) -> Int {
    switch self {
    case .crashLoop: 3
    case .busyLoop: isBaseline ? 3 : 10
    }
  }

  /// Whether it shows between two looks.
  func shows(from earlier: ProcessTable, to later: ProcessTable) -> Bool {
    switch self {
    case .crashLoop: later.isTurnover(since: earlier)
    case .busyLoop: later.processorTime(since: earlier) >= (later.moment - earlier.moment) * Self.busyPart
    }
  }

  /// Looks again and again, and says whether it never rested.
  func isContinuing(looks: Int, _ table: () -> ProcessTable) async throws -> Bool {
    let first = table()
    var earlier = first
    for _ in 0..<looks {
      try await Task.sleep(for: pause)
      let later = table()
      guard self == .busyLoop ? later.processorTime(since: earlier) > .zero : shows(from: earlier, to: later) else {
        return false
      }
      earlier = later
    }
    return shows(from: first, to: earlier)
  }

  /// What is wrong, in a sentence.
  var complaint: String {
    switch self {
    case .crashLoop: "its processes die and are replaced again and again"
    case .busyLoop: "it keeps a processor busy while nobody asks anything of it"
    }
  }
}

/// The processes of a service at one moment.
struct ProcessTable {
  let moment: ContinuousClock.Instant
  /// What each has taken of processors so far.
  let processorTimes: [Int32: Duration]

  init(at moment: ContinuousClock.Instant, processorTimes: [Int32: Duration]) {
    self.moment = moment
    self.processorTimes = processorTimes
  }

  /// These processes, now.
  init(of processes: Set<Int32>) {
    moment = .now
    processorTimes = Dictionary(
      uniqueKeysWithValues: processes.map { ($0, ProcessFiles(pid: $0).processorTime ?? .zero) })
  }

  /// Whether some processes are gone and others have come. A service that only grows or only shrinks does neither.
  func isTurnover(since earlier: ProcessTable) -> Bool {
    let (before, now) = (Set(earlier.processorTimes.keys), Set(processorTimes.keys))
    return !before.isSubset(of: now) && !now.isSubset(of: before)
  }

  /// What the processes that are there have taken since.
  func processorTime(since earlier: ProcessTable) -> Duration {
    processorTimes.reduce(.zero) { $0 + $1.value - (earlier.processorTimes[$1.key] ?? .zero) }
  }
}

/// What is no trouble for a service, because it does so without any restriction.
struct NormalBehaviour: Sendable {
  /// What goes on in it all the time.
  var anomalies: Set<RuntimeAnomaly> = []
  /// How often the manager restarts it by itself before it stays up: some services ask for that on purpose.
  var restarts = 0
}

extension UnitState {
  /// Whether it is down and nobody has asked for a restart, or is restarted by the manager more often than it may be.
  func isOver(afterRestarts allowed: Int) -> Bool {
    // The last restart is counted while the unit still waits for it.
    isDown && !isBeingRestarted || restarts > UInt32(allowed) || allowed == 0 && subState.contains("auto-restart")
  }
}
