import Foundation
import Sandboxing
import Testing
import Trials

@testable import Reports

@Suite("The catalogue as a report")
struct CatalogueReportTests {
  static let platform = Platform(
    systemdVersion: 252, systemdFeatures: ["+SECCOMP"], kernelRelease: "6.1.0",
    capabilities: ["CAP_CHOWN", "CAP_NET_BIND_SERVICE"])

  /// Everything is enforced but two.
  static let report: CatalogueReport = {
    let candidates = Catalogue.candidates(on: ServiceContext(platform: platform)).filter { $0.status == .candidate }
    var enforcement = Dictionary(uniqueKeysWithValues: candidates.map { ($0.restriction, Enforcement.enforced) })
    enforcement[Restriction("IPAddressDeny", "any")] = .notEnforced
    enforcement[Restriction("ProtectClock", "yes")] = .masked
    return CatalogueReport(on: platform, enforcement: enforcement)
  }()

  private func rows(_ report: CatalogueReport) throws -> [[String: Any]] {
    let json = try JSONCatalogue().text(of: report)
    return try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]] ?? []
  }

  @Test("has one object for each restriction, none of them without its four facts")
  func objects() throws {
    let rows = try rows(Self.report)
    let names = rows.map { "\($0["directive"] ?? "")=\($0["value"] ?? "")" }
    #expect(Set(names).count == rows.count)
    #expect(
      Set(names)
        == Set(Catalogue.candidates(on: ServiceContext(platform: Self.platform)).map(\.restriction.description)))
    let known = Set(Enforcement.allCases.map(\.rawValue))
    for row in rows {
      #expect(known.contains(row["enforcement"] as? String ?? "nothing"), "\(row)")
      #expect((row["since"] as? Int ?? 0) >= 187 && row["why"] is String && row["manual"] is String, "\(row)")
    }
  }

  @Test("does not say what no witness was asked")
  func untried() throws {
    let rows = try rows(CatalogueReport(on: Self.platform))
    let enforcements = Set(rows.compactMap { $0["enforcement"] as? String })
    #expect(enforcements == ["not-supported"])
  }

  @Test("tells a terminal every directive, what it does here, and what is left out")
  func terminal() {
    let text = TerminalCatalogue(for: Terminal(isInteractive: true, columns: 100)).text(of: Self.report)
    for directive in Catalogue.directives { #expect(text.contains("\n  \(directive.name)=")) }
    for directive in Catalogue.leftOut { #expect(text.contains("\n  \(directive.name)")) }
    #expect(text.contains("      not enforced: needs a kernel with BPF for cgroup v2"))
    #expect(text.contains("\n  1 masked "))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }
}
