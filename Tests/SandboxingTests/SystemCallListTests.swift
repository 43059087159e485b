import Testing

@testable import Sandboxing

@Suite struct SystemCallListTests {
  static let context = ServiceContexts.context()
  static var table: SystemCallTable { context.systemCalls }

  struct Case: CustomTestStringConvertible, Sendable {
    let denied: String
    let lines: [String]
    var testDescription: String { denied }
  }

  @Test(arguments: [
    Case(denied: "@system-service", lines: ["@system-service"]),
    Case(denied: "@system-service ~@resources", lines: ["@system-service", "~@resources"]),
    Case(denied: "@system-service ~@resources ~@privileged", lines: ["@system-service", "~@privileged @resources"]),
    Case(denied: "~@mount", lines: ["@known", "~@mount"]),
    Case(denied: "@system-service ~ptrace ~uname", lines: ["@system-service", "~uname"]),
  ])
  func aListIsWrittenAsPeopleWriteIt(expected: Case) {
    let restrictions = expected.denied.split(separator: " ").map { Restriction("SystemCallFilter", String($0)) }
    let rendering = Rendering(of: Sandbox(restrictions), on: Self.context)
    let lines = rendering.dropIn().split(separator: "\n").filter { $0.hasPrefix("SystemCallFilter=") }
    #expect(lines.map { $0.dropFirst("SystemCallFilter=".count) } == expected.lines.map { Substring($0) })
  }

  /// What the kernel is told has to be exactly what was found: no call more, none less, in both forms.
  @Test(arguments: 1...40)
  func everyListAllowsExactlyWhatIsMeant(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let groups = Self.table.deniableGroups.filter { _ in Bool.random(using: &random) }
    let calls = Self.table.deniable.sorted().filter { _ in Int.random(in: 0..<20, using: &random) == 0 }
    let denied = Self.table.calls(groups + calls)
    let wanted = Self.table.deniable.subtracting(denied)
    let list = SystemCallList.shortest(allowing: .allow(wanted.sorted()), on: Self.context)
    let allowed = Self.table.calls(list.allow).subtracting(Self.table.calls(list.deny))
    #expect(allowed.union(Self.table.always) == wanted.union(Self.table.always))
    let expanded = Self.table.calls(SystemCallList.allowing(.allow(wanted.sorted()), on: Self.context))
    #expect(expanded.union(Self.table.always) == wanted.union(Self.table.always))
  }

  @Test func siblingsAreOneRestrictionUnlessTheMarginIsOff() {
    var scope = Scope()
    scope.depth = .syscalls
    let together = Catalogue.candidates(on: Self.context, scope: scope).map(\.restriction.description)
    #expect(together.contains("SystemCallFilter=~creat open openat openat2"))
    #expect(!together.contains("SystemCallFilter=~openat"))
    scope.keepsSiblings = false
    let alone = Catalogue.candidates(on: Self.context, scope: scope).map(\.restriction.description)
    #expect(alone.contains("SystemCallFilter=~openat"))
  }

  /// A group that held one sibling and not the other would break what the margin promises.
  @Test func noGroupTearsAFamilyApart() {
    let apart = Self.table.deniableGroups.filter { $0 != "@privileged" && $0 != "@obsolete" }.flatMap { group in
      let calls = Self.table.calls([group])
      return calls.filter { call in
        let siblings = SystemCallFamilies.siblings(of: call).filter(Self.table.deniable.contains)
        return !calls.isSuperset(of: siblings)
      }.map { "\(group) \($0)" }
    }
    #expect(apart == [])
  }

  @Test func callsThatEveryAllowListHasAreNeverDenied() {
    let effects = Catalogue.effects(of: Restriction("SystemCallFilter", "~execve"), on: Self.context)
    #expect(effects.isEmpty)
  }
}

/// SplitMix64 (Steele, Lea, Flood, 2014): the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
