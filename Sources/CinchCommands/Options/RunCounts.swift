import ArgumentParser

/// How many runs a find or a check makes, whatever it is about.
struct RunCounts {
  let jobs: Int?
  let baselines: Int
  let confirmations: Int

  func validate() throws {
    if let jobs, !(1...64).contains(jobs) {
      throw ValidationError("--jobs takes a number from 1 to 64, not \(jobs)")
    }
    guard (1...1000).contains(baselines) else {
      throw ValidationError("--baselines takes a number from 1 to 1000, not \(baselines)")
    }
    guard (0...1000).contains(confirmations) else {
      throw ValidationError("--confirmations takes a number from 0 to 1000, not \(confirmations)")
    }
  }
}
