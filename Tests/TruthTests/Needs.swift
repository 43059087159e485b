import DenialMatrix
import Sandboxing

/// What a needy can be made to need, so that the truth about it is known.
struct Needs {
  let matrix: DenialMatrix
  /// The acts that are allowed in a lab of this machine without any restriction.
  let allowed: Set<Act>
  /// Whether the lab may be made anew, where namespaces have other numbers, by which some needs name them.
  var moves = false

  /// Needs at random, each denied by a restriction of a directive of one of these kinds: first the kind is drawn, then the
  /// directive, then the restriction, then one of the acts that it denies, so that each has its turn however much it
  /// denies.
  func draw(
    deniedBy kinds: [[Directive]], atMost count: Int, using generator: inout some RandomNumberGenerator
  ) -> [Act] {
    let choices = kinds.map { kind in
      kind.map { self.choices(deniedBy: $0) }.filter { !$0.isEmpty }
    }.filter { !$0.isEmpty }
    return (0..<Int.random(in: 0...count, using: &generator)).reduce(into: []) { needs, _ in
      let act = choices.randomElement(using: &generator)?.randomElement(using: &generator)?
        .randomElement(using: &generator)?.randomElement(using: &generator)
      if let act, !needs.contains(act) { needs.append(act) }
    }
  }

  /// For each restriction of a directive, the acts that it denies.
  private func choices(deniedBy directive: Directive) -> [[Act]] {
    switch directive.name {
    case "SystemCallFilter": matrix.acts.filter(\.isCall).sorted { $0.description < $1.description }.map { [$0] }
    case "ReadWritePaths": NeedyTree.writable.map { [.write(path: "\($0)/state")] }
    case "ExecPaths": NeedyTree.executable.map { [.execute(path: "\($0)/program")] }
    case "InaccessiblePaths":
      NeedyTree.readable.map { [.read(path: $0)] } + NeedyTree.waysOut.values.sorted().map { [.escape(socket: $0)] }
    case "DeviceAllow": NeedyTree.devices.map { [.openDevice(path: $0)] }
    case "User": [[.runAsRoot]]
    default:
      matrix.rows.keys.filter { $0.directive == directive.name }.sorted { $0.description < $1.description }
        .map(acts(deniedBy:)).filter { !$0.isEmpty }
    }
  }

  /// Acts whose denials do not depend on trialContext; without what only the manager can answer and what root is never denied.
  private func acts(deniedBy restriction: Restriction) -> [Act] {
    guard case .denies(let acts, _) = matrix.rows[restriction] else { return [] }
    return acts.intersection(allowed).subtracting(DenialMatrix.interacting).filter { act in
      if case .notify = act { return false }
      if moves, case .share = act { return false }
      return !act.wantsOrdinaryUser && act != .keepTmp
    }.sorted { $0.description < $1.description }
  }
}

extension Act {
  fileprivate var isCall: Bool {
    if case .call = self { true } else { false }
  }
}
