extension Selection {
  /// Whether it names one filter of system calls: only a system can tell whether there is one.
  public var isOfCalls: Bool { directive == SystemCallFilter.name && value != nil }

  /// Why a filter of system calls that is asked for by name cannot be tried on a system, and what can.
  ///
  /// - Parameters:
  ///   - platform: the system, whose systemd says which calls and groups there are.
  ///   - scope: how far into groups a search goes.
  /// - Returns: one sentence; nil where it can be tried, and for everything else.
  public func problem(on platform: Platform, scope: Scope) -> String? {
    guard directive == SystemCallFilter.name, let value else { return nil }
    let context = ServiceContext(platform: platform)
    var deep = scope
    deep.depth = .syscalls
    let all = SystemCallFilter().members(on: context, scope: deep).map(\.value)
    guard !all.isEmpty, !SystemCallFilter().members(on: context, scope: scope).contains(where: { $0.value == value })
    else { return nil }
    let named = "'\(directive)=\(value)'".terminalSafe
    let option = scope.depth == .syscalls ? "" : " with --depth syscalls"
    if all.contains(value) { return "\(named) is only tried\(option)" }
    let words = value.split { $0 == " " || $0 == "~" }.map(String.init)
    let table = context.systemCalls
    guard let stranger = words.first(where: { !table.known.contains($0) && table.groups[$0] == nil }) else {
      let whole = all.first { member in
        member.hasPrefix("~") && words.allSatisfy(member.dropFirst().split(separator: " ").map(String.init).contains)
      }
      let advice = whole.map { "'\(directive)=\($0)'\($0.hasPrefix("~@") ? "" : option)" }
      return "\(named) is no restriction of its own; name it as "
        + (advice ?? "one group or call, '\(directive)=~@mount'")
    }
    let meant = SimilarNames.question(about: stranger, among: table.known.union(table.groups.keys).sorted())
    return "\(named) names '\(stranger.terminalSafe)', which systemd \(platform.systemdVersion) does not know\(meant);"
      + " see 'systemd-analyze syscall-filter'"
  }
}
