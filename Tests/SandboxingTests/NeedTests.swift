import Testing

@testable import Sandboxing

@Suite struct NeedTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let need: Need
    let kernel: String
    let features: Set<String>
    let controlGroups: Platform.ControlGroupLayout
    let isKnownMissing: Bool
    var testDescription: String { "\(need.text) on \(kernel) \(features) \(controlGroups)" }
  }

  @Test(arguments: [
    Case(need: .seccomp, kernel: "", features: ["-SECCOMP"], controlGroups: .unified, isKnownMissing: true),
    Case(need: .seccomp, kernel: "", features: ["+SECCOMP"], controlGroups: .unified, isKnownMissing: false),
    Case(need: .bpfFramework, kernel: "", features: ["-BPF_FRAMEWORK"], controlGroups: .unified, isKnownMissing: true),
    Case(need: .bpfFramework, kernel: "", features: [], controlGroups: .unified, isKnownMissing: false),
    Case(need: .cgroupBPF, kernel: "", features: [], controlGroups: .legacy, isKnownMissing: true),
    Case(need: .cgroupBPF, kernel: "", features: [], controlGroups: .hybrid, isKnownMissing: false),
    Case(need: .unifiedControlGroups, kernel: "", features: [], controlGroups: .hybrid, isKnownMissing: true),
    Case(
      need: .kernel(major: 5, minor: 8), kernel: "5.7.19", features: [], controlGroups: .unified, isKnownMissing: true),
    Case(
      need: .kernel(major: 5, minor: 8), kernel: "5.10.0-33-amd64", features: [], controlGroups: .unified,
      isKnownMissing: false),
    Case(
      need: .kernel(major: 5, minor: 8), kernel: "unknown", features: [], controlGroups: .unified,
      isKnownMissing: false),
    Case(need: .bpfLSM, kernel: "4.4.0", features: [], controlGroups: .legacy, isKnownMissing: false),
  ])
  func aNeedIsMissingOnlyWhereThatIsKnown(expected: Case) {
    let platform = Platform(
      systemdVersion: 252, systemdFeatures: expected.features, kernelRelease: expected.kernel,
      controlGroups: expected.controlGroups)
    #expect(expected.need.isKnownMissing(on: platform) == expected.isKnownMissing)
  }

  @Test("What a restriction lacks is what is known to be missing, or all that may be")
  func missing() {
    let restriction = Restriction("RestrictFileSystems", "~tmpfs")
    var platform = Platform(systemdVersion: 252, systemdFeatures: ["-BPF_FRAMEWORK"])
    #expect(
      Catalogue.missingNeeds(of: restriction, on: platform) == "needs systemd built with +BPF_FRAMEWORK")
    platform.systemdFeatures = ["+BPF_FRAMEWORK"]
    #expect(
      Catalogue.missingNeeds(of: restriction, on: platform)
        == "needs a kernel with the BPF LSM and a kernel with BPF for cgroup v2")
    #expect(Catalogue.missingNeeds(of: Restriction("PrivateTmp", "yes"), on: platform) == nil)
  }
}
