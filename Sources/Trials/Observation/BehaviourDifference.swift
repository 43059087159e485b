import Sandboxing

/// In what a run that passed differs from all runs without restrictions: what a health check did not notice.
public struct BehaviourDifference: Hashable, Comparable, Sendable {
  /// What of a service can differ, those first that say most.
  public enum Kind: Int, Hashable, Comparable, Sendable, CaseIterable {
    /// A line of warning or denial in its log that no run without restrictions has.
    case complaint
    /// Memory that is writable and executable is missing.
    case executableMemory
    /// A socket on which it waits for others is missing.
    case listener
    /// Somebody to whom it was connected is missing.
    case connection
    /// An address family of its sockets is missing.
    case addressFamily
    /// A program that it ran is missing.
    case program
    /// A library or another file that it mapped to be executed is missing.
    case mappedFile
    /// A device that it had open is missing.
    case device
    /// A file that it wrote is missing.
    case writtenFile
    /// It has fewer processes.
    case processes
    /// It has fewer threads.
    case threads
    /// Some part of a trial takes several times as long.
    case slowness

    /// In the order of their cases.
    public static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
  }

  /// What differs.
  public let kind: Kind
  /// What it is about: the line, the path, the address; empty where the kind says it all.
  public let subject: String

  /// A difference by its parts.
  public init(_ kind: Kind, _ subject: String = "") {
    self.kind = kind
    self.subject = subject
  }

  /// Those that say most first.
  public static func < (one: BehaviourDifference, other: BehaviourDifference) -> Bool {
    (one.kind, one.subject) < (other.kind, other.subject)
  }

  /// What the service does under the restriction that makes the difference, as a phrase.
  public var phrase: String {
    switch kind {
    case .complaint: "its log has under it what it has not without: \(subject)"
    case .executableMemory: "it has no memory under it that is writable and executable, and goes on without"
    case .listener: "it does not listen on \(subject) under it"
    case .connection: "it is not connected to \(subject) under it"
    case .addressFamily: "it has no socket of \(subject) under it"
    case .program: "it does not run \(subject) under it"
    case .mappedFile: "it does not load \(subject) under it"
    case .device: "it does not open \(subject) under it"
    case .writtenFile: "it does not write \(subject) under it"
    case .processes: "it has fewer processes under it"
    case .threads: "it has fewer threads under it"
    case .slowness: "its \(subject) takes several times as long under it"
    }
  }

  /// Which probe would tell whether that matters, as a phrase.
  public var probe: String {
    switch kind {
    case .complaint: "a command that fails where that line stands for something missing"
    case .slowness: "a command that fails where the service is too slow"
    default: "a command that fails where the service does without it"
    }
  }
}

/// What runs of a service without restrictions have in common.
public struct BehaviourComparison: Sendable {
  private let usual: [TrialReport]
  private let stable: Set<BehaviourDifference>
  private let complaints: Set<String>

  /// Compares with these healthy runs, in each of which the service was looked at.
  public init(with usual: [TrialReport]) {
    self.usual = usual
    let features = usual.map { Self.features(of: $0.runtime) }
    stable = features.dropFirst().reduce(features.first ?? []) { $0.intersection($1) }
    complaints = usual.reduce(into: []) { $0.formUnion($1.complaints) }
  }

  /// In what a run under restrictions differs. What is not the same in all usual runs makes no difference.
  ///
  /// - Parameters:
  ///   - report: of a run that passed, in which the service was looked at.
  ///   - leavesRoot: whether it started as root without restrictions and does not any more: that it says so is no news.
  /// - Returns: the differences; each again where they are asked for again.
  public func differences(in report: TrialReport, leavingRoot leavesRoot: Bool = false) -> Set<BehaviourDifference> {
    guard !usual.isEmpty else { return [] }
    var found = stable.subtracting(Self.features(of: report.runtime))
    for complaint in report.complaints.subtracting(complaints) where !(leavesRoot && Self.isAboutRoot(complaint)) {
      found.insert(BehaviourDifference(.complaint, complaint))
    }
    // What a program that is missing would have mapped says no more.
    if found.contains(where: { $0.kind == .program }) { found = found.filter { $0.kind != .mappedFile } }
    let counts: [(BehaviourDifference.Kind, KeyPath<RuntimeObservation, Int?>)] = [
      (.processes, \.processes), (.threads, \.threads),
    ]
    for (kind, count) in counts {
      let before = Set(usual.map { $0.runtime[keyPath: count] })
      guard before.count == 1, let before = before.first ?? nil, let now = report.runtime[keyPath: count] else {
        continue
      }
      if now < before { found.insert(BehaviourDifference(kind)) }
    }
    for (name, part) in Self.parts {
      let slowest = usual.map { $0.timings[keyPath: part] }.max() ?? .zero
      if report.timings[keyPath: part] > slowest * Self.slowFactor + Self.slowFloor {
        found.insert(BehaviourDifference(.slowness, name))
      }
    }
    return found
  }

  /// Not the start and the reload: what makes a sandbox is part of these, and takes its time.
  private static var parts: [(String, KeyPath<Timings, Duration>)] {
    [("wait for readiness", \.ready), ("answer to a probe", \.slowestProbe)]
  }
  /// More than what a machine that is a little busier makes of it.
  private static let slowFactor = 3
  private static let slowFloor = Duration.milliseconds(400)

  /// What a run has and another one may lack.
  private static func features(of runtime: RuntimeObservation) -> Set<BehaviourDifference> {
    var features: Set<BehaviourDifference> = []
    func add(_ kind: BehaviourDifference.Kind, _ names: some Sequence<String>) {
      features.formUnion(names.map { BehaviourDifference(kind, $0) })
    }
    if runtime.mapsWritableExecutable { features.insert(BehaviourDifference(.executableMemory)) }
    add(.listener, (runtime.listeners ?? []).filter(isChosen))
    add(.listener, (runtime.unixListeners ?? []).map(\.path))
    add(.connection, runtime.connections.filter(isChosen))
    add(.addressFamily, runtime.addressFamilies)
    add(.program, runtime.programs)
    add(.mappedFile, (runtime.mappedFiles ?? []).subtracting(runtime.programs))
    add(.device, runtime.observation.devices)
    add(.writtenFile, (runtime.writtenFiles ?? []).map(shared).filter(isLasting))
    return features
  }

  /// Whether somebody has chosen a port, and not the kernel (ip(7), `ip_local_port_range`); what has no port is chosen.
  public static func isChosen(_ address: String) -> Bool {
    address.split(separator: ":").last.flatMap { UInt16($0) }.map { $0 < 32768 } ?? true
  }

  /// Whether a file is one that somebody misses: what is temporary or can be made again is not.
  private static func isLasting(_ path: String) -> Bool {
    !["/tmp/", "/var/tmp/", "/var/cache/", "/dev/shm/"].contains(where: path.hasPrefix)
      && !["/__pycache__/", "/.cache/"].contains(where: path.contains)
  }

  /// Where a file is for whoever does not know that the service has a user of the moment (systemd.exec(5), `DynamicUser=`).
  private static func shared(_ path: String) -> String {
    let isPrivate = ["/var/lib/", "/var/log/", "/var/cache/"].contains { path.hasPrefix($0 + "private/") }
    return isPrivate ? path.replacing("/private/", with: "/", maxReplacements: 1) : path
  }

  /// Whether a line says that the service is not root any more, as it was asked to be.
  private static func isAboutRoot(_ complaint: String) -> Bool {
    let words = complaint.lowercased()
    return ["super-user", "superuser", "root", "setuid", "setgid", "setgroups", "unprivileged"].contains(
      where: words.contains)
  }
}
