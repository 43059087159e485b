/// How long each part of a trial may take, derived from how long it takes when nothing is restricted.
///
/// Failed trials mostly fail by hanging, so a fixed long time-out is where the time would go. A limit is several times
/// the slowest baseline, plus a floor that forgives a busy machine.
public struct TimeLimits: Hashable, Sendable, Codable {
  /// From the start job's submission to its end.
  public var start: Duration
  /// From the start job's end until the readiness command succeeds.
  public var ready: Duration
  /// For each probe.
  public var probe: Duration
  /// For a reload job.
  public var reload: Duration
  /// From the stop job's submission until the control group is empty.
  public var stop: Duration
  /// For what stops and starts the service.
  var restart: Duration { stop + start }
  /// The slowest times of the baseline, from which the limits follow; nil before they are known.
  public private(set) var slowest: Timings?

  /// The limits of a baseline run, when nothing is known yet: generous, since an unhealthy baseline ends everything. How
  /// long the service may take to become ready is what the user says.
  public static func baseline(ready: Duration) -> TimeLimits {
    TimeLimits(
      start: .seconds(120), ready: ready, probe: .seconds(60), reload: .seconds(60), stop: .seconds(90))
  }

  /// The limits that follow from the slowest times seen in baseline runs.
  ///
  /// - Parameters:
  ///   - timings: one or more healthy runs.
  ///   - factor: how many times slower than the slowest healthy run a trial may be.
  ///   - floor: what is added whatever the factor gives.
  public init(from timings: [Timings], factor: Int = 4, floor: Duration = .seconds(1)) {
    func limit(_ part: KeyPath<Timings, Duration>) -> Duration {
      (timings.map { $0[keyPath: part] }.max() ?? .zero) * factor + floor
    }
    self.init(
      start: limit(\.start), ready: limit(\.ready), probe: limit(\.slowestProbe), reload: limit(\.reload),
      stop: limit(\.stop))
    slowest = timings.reduce(into: Timings()) { slowest, run in
      for part in Timings.parts { slowest.slowest(part, run[keyPath: part]) }
    }
  }

  /// The limits while so many processes want each processor: where everybody gets a fifth of the time, everything takes five
  /// times as long. At most ten times, so that a trial that hangs ends on any machine.
  ///
  /// - Parameter load: how many want each processor; up to one no limit changes.
  /// - Returns: limits for this moment.
  func stretched(by load: Double) -> TimeLimits {
    let factor = min(max(load, 1), 10)
    var stretched = self
    stretched.start = start * factor
    stretched.ready = ready * factor
    stretched.probe = probe * factor
    stretched.reload = reload * factor
    stretched.stop = stop * factor
    return stretched
  }

  /// What to say of something that took longer than it may, with both figures.
  ///
  /// - Parameters:
  ///   - what: what did not end: `the probe`.
  ///   - limit: its limit.
  ///   - part: how long it took without restrictions.
  /// - Returns: a sentence.
  func overrun(_ what: String, _ limit: KeyPath<TimeLimits, Duration>, _ part: KeyPath<Timings, Duration>) -> String {
    let known = slowest.map { "; without restrictions it took \($0[keyPath: part].inWords)" } ?? ""
    return "\(what) did not end within \(self[keyPath: limit].inWords)\(known)"
  }

  /// Limits given one by one.
  public init(start: Duration, ready: Duration, probe: Duration, reload: Duration, stop: Duration) {
    self.start = start
    self.ready = ready
    self.probe = probe
    self.reload = reload
    self.stop = stop
  }
}

/// How long the parts of one run took; zero for a part that the run does not have or did not reach.
public struct Timings: Hashable, Sendable, Codable {
  /// The slower of the cold and the warm start.
  public var start: Duration = .zero
  /// The slower wait for readiness.
  public var ready: Duration = .zero
  /// The slowest single probe.
  public var slowestProbe: Duration = .zero
  /// The reload job.
  public var reload: Duration = .zero
  /// The slower stop.
  public var stop: Duration = .zero
  /// Everything, putting the state back included.
  public var total: Duration = .zero

  /// The parts that have limits.
  static var parts: [WritableKeyPath<Timings, Duration>] { [\.start, \.ready, \.slowestProbe, \.reload, \.stop] }

  /// Nothing has taken any time yet.
  public init() {}

  /// Keeps the slower of what is known of a part and what was just seen.
  public mutating func slowest(_ part: WritableKeyPath<Timings, Duration>, _ seen: Duration) {
    self[keyPath: part] = max(self[keyPath: part], seen)
  }
}
