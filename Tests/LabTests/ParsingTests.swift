import Linux
import Testing

@testable import Lab

@Suite("What the host says is understood")
struct ParsingTests {
  @Test("of systemd's version")
  func versions() {
    #expect(LabPreflight.version(from: "systemd 252 (252.39-1~deb12u2)\n+PAM +AUDIT") == 252)
    #expect(LabPreflight.version(from: "systemd 257~rc1 (257~rc1-4)") == 257)
    #expect(LabPreflight.version(from: "bash 5") == nil)
    #expect(LabPreflight.version(from: "") == nil)
  }

  @Test("and decides a lab's layout")
  func layouts() {
    let hybrid = ControlGroupHierarchy(kind: .legacy("name=systemd"), ownDirectory: "/")
    let unified = ControlGroupHierarchy(kind: .unified, ownDirectory: "/")
    #expect(Lab.Layout.fitting(systemd: 252, hierarchies: [hybrid, unified]) == .hybrid)
    #expect(Lab.Layout.fitting(systemd: 255, hierarchies: [hybrid, unified]) == .hybrid)
    #expect(Lab.Layout.fitting(systemd: 256, hierarchies: [hybrid, unified]) == .v2)
    #expect(Lab.Layout.fitting(systemd: 252, hierarchies: [unified]) == .v2)
  }
}
