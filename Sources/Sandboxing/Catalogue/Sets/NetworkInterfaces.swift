/// `RestrictNetworkInterfaces=`: each interface that the system has.
struct RestrictNetworkInterfaces: MemberSet {
  static let name = "RestrictNetworkInterfaces"

  func members(on ground: Ground, scope: Scope) -> [Member] {
    universe(on: ground).map { Member("~\($0)", since: 250) }
  }

  func effects(of value: String, on ground: Ground) -> Set<String> { deniedMember(value).map { [$0] } ?? [] }

  func inForce(on ground: Ground) -> Set<String> {
    guard let own = ground.own(Self.name, .list) else { return [] }
    return Set(universe(on: ground)).subtracting(own.allowed(of: universe(on: ground)))
  }

  func value(under effects: Effects, on ground: Ground) -> Value? {
    let denied = effects.members(of: Self.name)
    if denied.isEmpty { return nil }
    let allowed = universe(on: ground).filter { !denied.contains($0) }
    // An allow-list also covers interfaces that come later; an empty one would mean no restriction at all.
    return allowed.isEmpty ? .deny(denied.sorted()) : .allow(allowed)
  }

  func act(for value: String, on ground: Ground) -> Act? {
    deniedMember(value) == "lo" ? .send(address: "127.0.0.1") : nil
  }

  private func universe(on ground: Ground) -> [String] {
    ground.observed.interfaces.isEmpty ? ["lo"] : ground.observed.interfaces
  }
}
