/// `RestrictNetworkInterfaces=`: each interface that the system has.
struct RestrictNetworkInterfaces: MemberSet {
  static let name = "RestrictNetworkInterfaces"

  func members(on context: ServiceContext, scope: Scope) -> [Member] {
    universe(on: context).map { Member("~\($0)", since: 250) }
  }

  func effects(of value: String, on context: ServiceContext) -> Set<String> { deniedMember(value).map { [$0] } ?? [] }

  func inForce(on context: ServiceContext) -> Set<String> {
    guard let own = context.own(Self.name, .list) else { return [] }
    return Set(universe(on: context)).subtracting(own.allowed(of: universe(on: context)))
  }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    let denied = effects.members(of: Self.name)
    if denied.isEmpty { return nil }
    let allowed = universe(on: context).filter { !denied.contains($0) }
    // An allow-list also covers interfaces that come later; an empty one would mean no restriction at all.
    return allowed.isEmpty ? .deny(denied.sorted()) : .allow(allowed)
  }

  func act(for value: String, on context: ServiceContext) -> Act? {
    deniedMember(value) == "lo" ? .send(address: "127.0.0.1") : nil
  }

  private func universe(on context: ServiceContext) -> [String] {
    context.observed.interfaces.isEmpty ? ["lo"] : context.observed.interfaces
  }
}
