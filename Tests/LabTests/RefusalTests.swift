import Glibc
import Lab
import LabTesting
import Testing

@Suite("A lab that cannot be is refused in one sentence", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct RefusalTests {
  /// Trees that lack something, as files with their content.
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let root: String
    let error: LabError
  }

  @Test(
    "and nothing is started",
    arguments: [
      Case(
        testDescription: "no directory", root: "/etc/no-such-directory",
        error: .noSuchRoot(path: "/etc/no-such-directory")),
      Case(testDescription: "a file", root: "/etc/passwd", error: .noSuchRoot(path: "/etc/passwd")),
      Case(testDescription: "no systemd", root: "/etc", error: .noSystemd(root: "/etc")),
    ])
  func refuses(_ given: Case) async {
    await #expect(throws: given.error) { try await Lab.start(TestLabs.configuration(root: given.root)) }
    #expect(given.error.description.hasSuffix("."))
  }

  @Test("where the tree has no D-Bus, or no systemd that lists its version")
  func refusesIncompleteTrees() async throws {
    try await TestLabs.withLab { lab in
      // In a lab, because the trees want to be written.
      for (setup, words) in [
        ("mkdir -p /tree/usr/lib/systemd; cp /bin/true /tree/usr/lib/systemd/systemd", "install the package dbus"),
        ("mkdir -p /tree/usr/bin; cp /bin/true /tree/usr/bin/dbus-daemon", "install it there"),
        (
          """
          cp -L --parents /bin/sh /bin/sleep $(ldd /bin/sh /bin/sleep | grep -o '/lib[^ ]*') /tree 2> /dev/null
          rm /tree/usr/lib/systemd/systemd
          printf '#!/bin/sh\\nexec /bin/sleep 1000\\n' > /tree/usr/lib/systemd/systemd; chmod +x /tree/usr/lib/systemd/systemd
          """, "did not say its version within 10 s"
        ),
      ] {
        let result = try await lab.run(
          ["sh", "-c", "\(setup); exec \(TestLabs.cinch) lab shell --lab-root /tree -- true"])
        #expect(result.ending == .exited(1))
        #expect(result.error.contains(words), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
      }
    }
  }

  @Test("to anybody but root")
  func refusesOthers() async throws {
    try await TestLabs.withLab { lab in
      // It may read everything, so that it gets as far as its own refusal wherever the program and its libraries are.
      let nobody = [
        "setpriv", "--reuid", "nobody", "--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search",
      ]
      let result = try await lab.run(nobody + [TestLabs.cinch, "lab", "shell", "--", "true"])
      #expect(result.ending == .exited(77))
      #expect(result.error.contains("run this as root"), "\(result.error)")
    }
  }
}
