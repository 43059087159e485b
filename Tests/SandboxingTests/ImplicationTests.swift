import Testing

@testable import Sandboxing

@Suite struct ImplicationTests {
  @Test func causesAndConsequencesAreInTheCatalogue() {
    for implication in Implication.all {
      for effect in [implication.cause] + implication.consequences {
        let directive = Catalogue.directive(effect.directive)
        #expect(directive != nil)
        let rungs = directive?.rungs.flatMap { $0.effects(on: ServiceContexts.platform(systemd: 262)) } ?? []
        #expect(rungs.isEmpty || rungs.contains(effect.member), "\(effect)")
      }
    }
  }

  /// Only what systemd itself writes into the unit's properties may go unwritten: everything else would cost exposure.
  @Test(arguments: ["PrivateNetwork=yes PrivateMounts=yes", "ProtectSystem=yes PrivateMounts=yes"])
  func whatHappensOnlyAtStartIsWritten(text: String) {
    #expect(Rendering(of: sandbox(text), on: ServiceContexts.context()).dropIn().contains("\nPrivateMounts=yes\n"))
  }

  @Test func aCapabilityThatAnotherDirectiveTakesNeedsNoLine() {
    let text = "ProtectKernelModules=yes CapabilityBoundingSet=~CAP_SYS_MODULE"
    let rendering = Rendering(of: sandbox(text), on: ServiceContexts.context())
    #expect(!rendering.dropIn().contains("CapabilityBoundingSet"))
    #expect(rendering.properties.map(\.name) == ["CapabilityBoundingSet", "ProtectKernelModules"])
  }
}
