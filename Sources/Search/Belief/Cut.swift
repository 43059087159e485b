import Glibc

/// Where to cut a list in two, so that the trial on the first part tells most for its price.
enum Cut {
  /// The chance of passing that a trial should have when a failing trial costs `failureCost` passing ones: the x that
  /// solves x^failureCost = 1 - x, the code of least cost for letters of unequal length. 0.5 when both cost the same.
  static func target(failureCost: Double) -> Double {
    var low = 1e-6
    var high = 1 - 1e-6
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if pow(middle, failureCost) < 1 - middle { low = middle } else { high = middle }
    }
    return low
  }

  /// The prefix strictly between the passing and the breaking one whose chance of passing is nearest to `target`, given
  /// `survival`, the chance of every prefix. Whoever asks has made sure that there is one.
  static func between(passing: Int, breaking: Int?, survival: [Double], target: Double) -> Int {
    let floor = breaking.map { survival[$0] } ?? 0
    let last = breaking.map { $0 - 1 } ?? survival.count - 1
    let span = survival[passing] - floor
    guard span > 1e-12 else { return (passing + 1 + last) / 2 }
    let wanted = floor + target * span
    var low = passing + 1
    var high = last
    while low < high {
      let middle = (low + high) / 2
      if survival[middle] <= wanted { high = middle } else { low = middle + 1 }
    }
    let isEarlierNearer = low > passing + 1 && abs(survival[low - 1] - wanted) < abs(survival[low] - wanted)
    return isEarlierNearer ? low - 1 : low
  }
}
