import Sandboxing
import Testing

@testable import Systemd

@Suite("The state of a unit, as signals tell it")
struct UnitStateTests {
  @Test("takes over what changed and keeps the rest")
  func merging() {
    var state = UnitState()
    state.merge(["ActiveState": .string("active"), "MainPID": .uint32(42)])
    state.merge([
      "ActiveState": .string("failed"), "Result": .string("signal"), "ExecMainCode": .int32(2),
      "ExecMainStatus": .int32(31), "InvocationID": .array(element: "y", [.byte(0xab), .byte(0x01)]),
      "Unheard": .string("of"),
    ])
    #expect(state.activeState == "failed")
    #expect(state.mainPID == 42)
    #expect(state.result == "signal")
    #expect(state.exit == .killed(signal: 31))
    #expect(state.invocationID == "ab01")
    #expect(state.isDown && !state.isActive)
  }

  @Test("a unit of which nothing was heard is neither up nor down")
  func unknown() {
    #expect(!UnitState().isActive && !UnitState().isDown)
    #expect(UnitState().exit == nil)
  }
}
