import Lab
import LabTesting
import Sandboxing
import Testing

@testable import Trials

/// What acts only read from the kernel's state, seen to happen.
@Suite("A restriction that a witness takes for enforced", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct EnforcedTests {
  struct Case: CustomTestStringConvertible {
    let restriction: Restriction
    /// What it takes for the deed to be possible.
    var settings: [String] = []
    /// A deed that is done without it, and fails with it.
    let script: String
    var testDescription: String { restriction.description }
  }

  private static let cases: [Case] =
    [
      // Where the machine gives dumps to a program, none of them is seen here.
      Case(
        restriction: Restriction("LimitCORE", "0"),
        script: """
          case $(cat /proc/sys/kernel/core_pattern) in core) ;; *) [ "$(ulimit -H -c)" != 0 ]; exit;; esac
          cd "$(mktemp -d)" || exit 2
          ulimit -S -c "$(ulimit -H -c)"
          bash -c 'kill -ABRT $$'
          ls core*
          """)
    ]
    + UnitDirectory.allCases.flatMap { directory in
      // A user that is none of its own, and a member of its group.
      [("0750", 65534), ("0700", 0)].map { mode, group in
        Case(
          restriction: Restriction(directory.mode, mode), settings: ["\(directory.setting)=deed"],
          script: "setpriv --reuid=65534 --regid=\(group) --clear-groups ls \"$\(directory.variable)\"")
      }
    }

  @Test("denies what it says", arguments: cases)
  func isEnforced(_ example: Case) async throws {
    try await TestLabs.withLab(TestLabs.configuration(root: TestLabs.roots.last ?? "/")) { lab in
      try lab.copyIn(TestLabs.program("cinch-act"), to: Lab.actProgram)
      let manager = try await lab.manager()
      let context = ServiceContext(platform: try await LabEnvironment(lab, manager: manager).platform())
      let witness = Witness(at: manager, program: Lab.actProgram, prefix: "cinch-test")
      let found = try await witness.enforcement(of: [example.restriction], on: context)
      #expect(found == [example.restriction: .enforced])
      let left = try await lab.run(["find", "/run", "/var", "-xdev", "-name", "\(Act.ownPrefix)-*"])
      #expect(left.output == "", "the witness leaves something")
      try lab.write(example.script, to: "/run/script")
      for isSet in [false, true] {
        let settings = example.settings + (isSet ? ["\(example.restriction)"] : [])
        let run = ["systemd-run", "--wait", "--pipe", "--quiet", "--collect"] + settings.map { "--property=\($0)" }
        let result = try await lab.run(run + ["bash", "/run/script"])
        #expect(result.isSuccess != isSet, "\(settings): \(result.output) \(result.error)")
      }
    }
  }
}
