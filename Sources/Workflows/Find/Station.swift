import Search
import Trials

/// One place of a search, which is made anew when a failed trial has left something behind there.
actor Station {
  private let open: @Sendable () async throws -> any Site
  /// The place as it is now.
  private(set) var site: any Site
  private var baseline: Baseline?
  private var watch: ContaminationTracker

  /// A place that was opened, and how another one like it is.
  init(_ site: any Site, open: @escaping @Sendable () async throws -> any Site) {
    self.site = site
    self.open = open
    watch = ContaminationTracker(statePutBack: site.isDisposable)
  }

  /// What runs trials here.
  var runner: TrialRunner { site.runner }

  /// Tells what runs trials here, now and later, what it may expect.
  func learn(_ baseline: Baseline) async {
    self.baseline = baseline
    await baseline.teach(site.runner)
  }

  /// Takes in what a trial brought.
  ///
  /// - Returns: whether a control run is due.
  func note(_ outcome: Outcome, of set: EffectSet) async throws -> Bool {
    watch.note(outcome, of: set)
    guard watch.hasFoundMess, !watch.doubtful.isEmpty else { return watch.isControlDue }
    // What left a mess once is not given the chance to do so again.
    _ = try await renew()
    return false
  }

  /// Whether a failure is left of which only a control run can tell what it is worth.
  var hasDoubts: Bool { watch.hasDoubts }

  /// A control run has passed.
  func clear() { watch.clear() }

  /// Makes the place anew.
  ///
  /// - Returns: the sets whose failures prove nothing.
  /// - Throws: ``FindError/mess`` where that cannot be done.
  func renew() async throws -> [EffectSet] {
    guard site.isDisposable else { throw FindError.mess }
    let fresh = try await open()
    await site.close()
    site = fresh
    await baseline?.teach(fresh.runner)
    return watch.startAnew()
  }

  /// Closes the place.
  func close() async { await site.close() }
}
