import Testing
import Trials

@Suite struct PhaseTests {
  static let names: [(phase: Phase, name: String)] = [
    (.start, "start"), (.settle, "settle"), (.ready, "ready"), (.health(1), "health 1"), (.reload, "reload"),
    (.healthAfterReload(12), "health 12 after reload"), (.stop, "stop"), (.restart, "restart"),
    (.healthAfterRestart(2), "health 2 after restart"), (.finalStop, "final stop"),
  ]

  @Test(arguments: names) func isReadBackFromItsName(_ phase: Phase, _ name: String) {
    #expect(phase.description == name)
    #expect(Phase(name) == phase)
  }

  @Test(arguments: ["", "health", "health 0", "health -1", "health 1 after lunch", "health x", "Start", "start "])
  func nothingElseIsOne(_ text: String) {
    #expect(Phase(text) == nil)
  }
}
