/// Tells whether children of a service die and are replaced again and again while its main process looks fine, as
/// nginx's workers do under a filter that kills them.
enum CrashLoop {
  /// How often the service is looked at again once a first comparison raised the suspicion.
  static let looks = 3
  /// The time between two looks: long against a fork, short against a trial.
  static let pause = Duration.milliseconds(50)

  /// Whether some processes are gone and others have come between two looks. A service that only grows or only shrinks
  /// does neither.
  static func isTurnover(from earlier: Set<Int32>, to later: Set<Int32>) -> Bool {
    !earlier.isSubset(of: later) && !later.isSubset(of: earlier)
  }

  /// Looks again, several times, and says whether every look found a turnover.
  static func isContinuing(_ processes: () -> Set<Int32>) async throws -> Bool {
    var earlier = processes()
    for _ in 0..<looks {
      try await Task.sleep(for: pause)
      let later = processes()
      guard isTurnover(from: earlier, to: later) else { return false }
      earlier = later
    }
    return true
  }
}
