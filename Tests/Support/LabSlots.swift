/// How many tests may have labs at the same time.
actor LabSlots {
  static let shared = LabSlots(free: 4)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  private init(free: Int) { self.free = free }

  /// Takes a slot, or waits for one in turn.
  func take() async {
    if free > 0 {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  /// Gives a slot back.
  func give() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
