/// Prints rows as they come and remembers whether one missed its threshold.
struct Table {
  private(set) var missed = false

  /// Begins a part, with the names of its columns.
  func begin(_ title: String, _ columns: [String]) {
    print("\n\(title)")
    print(line(columns + [""]))
  }

  /// Prints a row.
  mutating func add(_ cells: [String], isWithin: Bool) {
    print(line(cells + [isWithin ? "" : "OVER"]))
    if !isWithin { missed = true }
  }

  private func line(_ cells: [String]) -> String {
    cells.map { String(repeating: " ", count: max(0, 12 - $0.count)) + $0 }.joined()
  }
}

/// `value` with so many digits after the point.
func rounded(_ value: Double, digits: Int = 1) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  return "\((value * scale).rounded() / scale)"
}

extension [Int] {
  /// The arithmetic mean; 0 of nothing.
  var mean: Double { isEmpty ? 0 : Double(reduce(0, +)) / Double(count) }

  /// The largest; 0 of nothing.
  var most: Int { self.max() ?? 0 }
}

extension Bound {
  /// Mean and maximum, as a person writes them.
  var text: String { rounded(mean) + (most.map { "/\($0)" } ?? "") }

  /// Whether `values` keep to the bound.
  func holds(for values: [Int]) -> Bool {
    values.mean <= mean * (1 + Self.tolerance) && values.most <= most ?? .max
  }
}
