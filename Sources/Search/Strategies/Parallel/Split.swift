import BitCollections

/// A block cut in even parts. The last part needs no trial: when all others pass, it is the one that breaks.
struct Split {
  let block: Board.Block
  /// The block's place on the board.
  let place: Int
  let parts: [[Int]]

  /// Cuts `block` so that `tests` trials tell which of its parts break.
  init(of block: Board.Block, at place: Int, tests: Int) {
    self.block = block
    self.place = place
    let members = block.members
    parts = (0...tests).map { part in
      Array(members[members.count * part / (tests + 1)..<members.count * (part + 1) / (tests + 1)])
    }
  }

  /// The trials, one for each part but the last.
  func tests(in space: SearchSpace) -> [EffectSet] {
    parts.dropLast().map { space.effects(of: block.base).union(space.effects(of: $0)) }
  }
}
