import Foundation
import Search
import SearchSimulation
import Testing

@Suite("Certificates")
struct CertificateTests {
  /// Candidates 1 and 3 of five are rejected.
  static let sound = Certificate(
    accepted: [0, 2, 4], passing: [0, 2, 4],
    rejections: [.init(candidate: 1, failing: [1]), .init(candidate: 3, failing: [0, 2, 3])])
  static let space = SearchSpace(independent: 5)

  struct Flaw: CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout Certificate) -> Void
  }

  static let flaws: [Flaw] = [
    Flaw(testDescription: "a candidate is missing") { $0.rejections.removeLast() },
    Flaw(testDescription: "a candidate is both kept and undecided") { $0.undecided = [2] },
    Flaw(testDescription: "the kept set was not tried as a whole") { $0.passing = [0, 2] },
    Flaw(testDescription: "a proof leans on a less wanted candidate") { $0.rejections[1].failing = [3, 4] },
    Flaw(testDescription: "a proof leans on a rejected candidate") { $0.rejections[1].failing = [1, 3] },
    Flaw(testDescription: "a strict proof is not of the kept set") { $0.rejections[0].failingOnTop = [0, 1] },
  ]

  @Test("A sound one is valid, with and without strict proofs")
  func soundOne() {
    var strict = Self.sound
    strict.rejections[0].failingOnTop = [0, 1, 2, 4]
    #expect(Self.sound.isValid(for: Self.space))
    #expect(strict.isValid(for: Self.space))
  }

  @Test("A flawed one is not", arguments: flaws)
  func flawed(flaw: Flaw) {
    var certificate = Self.sound
    flaw.change(&certificate)
    #expect(!certificate.isValid(for: Self.space))
  }

  @Test("Written and read again it is the same")
  func coding() throws {
    let data = try JSONEncoder().encode(Self.sound)
    #expect(try JSONDecoder().decode(Certificate.self, from: data) == Self.sound)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(EffectSet.self, from: Data("[-1]".utf8)) }
  }

  @Test("Verification holds for the service it was made for", arguments: [1, 4])
  func verifying(jobs: Int) async throws {
    let instance = Instance(candidates: 40, conflicts: 5, interaction: 0.5, seed: 9)
    let certificate = try await MaximalSetSearch(instance.space).run(against: instance.oracle).certificate
    let verification = try await certificate.verify(in: instance.space, against: instance.oracle, jobs: jobs)
    #expect(verification.holds)
    #expect(verification.rejections.keys.sorted() == certificate.rejections.map(\.candidate))
  }

  @Test("Verification names what a changed service bears, and that it breaks")
  func changedService() async throws {
    let before = MonotoneOracle(conflicts: [[1], [2, 3]])
    let certificate = try await MaximalSetSearch(Self.space).run(against: before).certificate
    let after = MonotoneOracle(conflicts: [[2, 3], [4]])
    let verification = try await certificate.verify(in: Self.space, against: after)
    #expect(!verification.holds)
    #expect(verification.kept == .failed)
    #expect(verification.rejections.filter { $0.value == .passed }.keys.sorted() == [1])
  }
}
