/// What a row of the benchmark may cost at most.
struct Bound {
  /// Mean over all instances; 2 % more are tolerated, which is what the choice of instances moves it.
  let mean: Double
  /// No instance may cost more.
  let most: Int
}

/// Trials, one at a time, without hints: by candidates and breakers.
let sequentialBounds: [(candidates: Int, breakers: Int, bound: Bound)] = [
  (45, 0, Bound(mean: 2, most: 2)),
  (45, 1, Bound(mean: 8.8, most: 10)),
  (45, 4, Bound(mean: 21.5, most: 24)),
  (45, 12, Bound(mean: 40.9, most: 45)),
  (120, 1, Bound(mean: 10.2, most: 11)),
  (120, 4, Bound(mean: 27.4, most: 30)),
  (120, 12, Bound(mean: 59.4, most: 64)),
  (450, 1, Bound(mean: 12.1, most: 13)),
  (450, 4, Bound(mean: 35.2, most: 38)),
  (450, 12, Bound(mean: 83.1, most: 87)),
]
