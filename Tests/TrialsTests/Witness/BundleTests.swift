import Sandboxing
import Testing

@testable import Trials

@Suite("System calls that are proven together")
struct BundleTests {
  private static func acts(_ calls: [String]) -> [Restriction: Act] {
    Dictionary(uniqueKeysWithValues: calls.map { (Restriction("SystemCallFilter", "~\($0)"), .call($0)) })
  }

  private static let many = SystemCalls.names.sorted()

  @Test("are each in one bundle, whose control is in none of its own")
  func all() {
    let acts = Self.acts(Self.many)
    let bundles = Bundle.bundles(of: acts.keys.sorted { $0.value < $1.value }, acts: acts)
    let bundled = bundles.flatMap(\.acts)
    #expect(bundled.count == Set(bundled).count)
    #expect(bundled.count > Self.many.count - 40)
    for bundle in bundles { #expect(!bundle.acts.contains(bundle.control)) }
  }

  @Test("are none that the program itself makes, no groups, and nothing but calls")
  func apart() {
    var acts = Self.acts(Self.many)
    acts[Restriction("SystemCallFilter", "~@mount")] = .call("mount")
    acts[Restriction("PrivateNetwork", "yes")] = .socket(family: "AF_INET")
    let bundled = Set(Bundle.bundles(of: Array(acts.keys), acts: acts).flatMap(\.restrictions).map(\.value))
    #expect(bundled.isDisjoint(with: ["~@mount", "yes", "~read", "~write", "~execve", "~clone", "~wait4"]))
  }

  @Test("need another bundle for their control")
  func few() {
    let acts = Self.acts(["mount", "umount2", "ptrace"])
    #expect(Bundle.bundles(of: Array(acts.keys), acts: acts).isEmpty)
  }

  @Test("are taken apart in halves, down to where that is worth it")
  func halves() throws {
    let acts = Self.acts(Self.many)
    var bundle = try #require(Bundle.bundles(of: Array(acts.keys), acts: acts).first)
    while let half = bundle.halves.first {
      #expect(bundle.halves.flatMap(\.members) == bundle.members)
      #expect(half.control == bundle.control)
      bundle = half
    }
    #expect(bundle.members.count == 4)
  }
}
