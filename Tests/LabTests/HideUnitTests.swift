import Lab
import LabTesting
import Testing

@Suite("A hidden unit's name is free", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct HideUnitTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    let unit: String
    /// Makes the unit.
    let setup: String
    var testDescription: String { name }

    private static let service =
      "printf '[Service]\\nExecStart=/bin/sleep 1\\n[Install]\\nWantedBy=multi-user.target\\n'"

    static let all = [
      Case(name: "of the tree", unit: "systemd-timesyncd.service", setup: ":"),
      Case(name: "the admin's", unit: "own.service", setup: "\(service) > /etc/systemd/system/own.service"),
      Case(
        name: "with an alias", unit: "own.service",
        setup:
          "\(service) > /lib/systemd/system/own.service; ln -s /lib/systemd/system/own.service /etc/systemd/system/other.service"
      ),
      Case(
        name: "wanted by others", unit: "own.service",
        setup: "\(service) > /lib/systemd/system/own.service; systemctl enable own"),
      Case(
        name: "with drop-ins", unit: "own.service",
        setup: """
          \(service) > /lib/systemd/system/own.service; mkdir /etc/systemd/system/own.service.d
          printf '[Service]\\nNice=7\\n' > /etc/systemd/system/own.service.d/nice.conf
          """),
      Case(name: "an instance", unit: "own@one.service", setup: "\(service) > /lib/systemd/system/own@.service"),
      Case(name: "masked", unit: "own.service", setup: "ln -s /dev/null /etc/systemd/system/own.service"),
      Case(
        name: "a script's", unit: "own.service",
        setup: """
          printf '#!/bin/sh\\n### BEGIN INIT INFO\\n# Provides: own\\n# Default-Start: 2\\n# Default-Stop: 0\\n### END INIT INFO\\n' \
            > /etc/init.d/own; chmod 755 /etc/init.d/own
          """),
      Case(name: "that nobody knows", unit: "own.service", setup: ":"),
    ]
  }

  @Test("for a transient unit", arguments: Case.all)
  func isFree(_ given: Case) async throws {
    try await TestLabs.withLab { lab in
      _ = try await lab.run(["sh", "-c", given.setup + "; systemctl daemon-reload"])
      try lab.hideUnit(given.unit)
      _ = try await lab.run(["systemctl", "daemon-reload"])
      let gone = try await lab.run(["systemctl", "show", "-P", "LoadState", given.unit])
      #expect(gone.output == "not-found\n")
      // Time and again, as trials do.
      for _ in 1...2 {
        let start = try await lab.run(["systemd-run", "--unit", given.unit, "sleep", "600"])
        #expect(start.isSuccess, "\(start.error)")
        let state = try await lab.run(["systemctl", "show", "-P", "ActiveState,Nice,Transient", given.unit])
        #expect(state.output.split(separator: "\n").sorted() == ["0", "active", "yes"])
        _ = try await lab.run(["systemctl", "stop", given.unit])
      }
    }
  }
}
