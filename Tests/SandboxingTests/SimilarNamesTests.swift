import Sandboxing
import Testing

@Suite("Names that are misspelt")
struct SimilarNamesTests {
  @Test(
    "are near to what was meant",
    arguments: [
      ("ProtectSytem", "ProtectSystem"), ("protecthome", "ProtectHome"), ("NoNewPriviliges", "NoNewPrivileges"),
      ("SystemCallFilters", "SystemCallFilter"), ("PortectHome", "ProtectHome"),
      ("Capability", "CapabilityBoundingSet"),
    ])
  func near(_ written: String, _ meant: String) {
    #expect(SimilarNames.nearest(to: written, among: Catalogue.directives.map(\.name)).first == meant)
  }

  @Test("are near to nothing where nothing is alike")
  func far() {
    #expect(SimilarNames.nearest(to: "xyzzy", among: Catalogue.directives.map(\.name)).isEmpty)
    #expect(SimilarNames.question(about: "xyzzy", among: ["ProtectHome"]).isEmpty)
  }

  @Test("are as near with two letters swapped as with one wrong")
  func swapped() {
    #expect(SimilarNames.nearest(to: "ngnix", among: ["nginx", "cron"]) == ["nginx"])
    #expect(SimilarNames.nearest(to: "abdc", among: ["abcd", "dcba"]) == ["abcd"])
  }

  @Test("are answered with a question")
  func question() {
    #expect(
      SimilarNames.question(about: "ngimx.service", among: ["nginx.service"]) == " (did you mean 'nginx.service'?)")
  }
}
