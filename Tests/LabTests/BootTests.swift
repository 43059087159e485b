import Glibc
import Lab
import LabTesting
import Subprocess
import Testing

@Suite("A lab boots", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct BootTests {
  struct Case: CustomTestStringConvertible {
    let root: String
    let layout: Lab.Layout
    var testDescription: String { "\(layout.rawValue) over \(root)" }

    static let all = TestLabs.roots.flatMap { root in Lab.Layout.allCases.map { Case(root: root, layout: $0) } }
  }

  @Test("to running, with nothing failed", arguments: Case.all)
  func boots(_ given: Case) async throws {
    try await TestLabs.withLab(TestLabs.configuration(root: given.root, layout: given.layout)) { lab in
      let state = try await lab.run(["systemctl", "is-system-running"])
      #expect(state.output == "running\n")
      #expect(lab.layout == given.layout)
      let jobs = try await lab.run(["systemctl", "list-jobs", "--no-legend"])
      #expect(jobs.output == "")
    }
  }

  @Test("with a bus that answers, from inside and outside")
  func answersOnItsBus() async throws {
    try await TestLabs.withLab { lab in
      let inside = try await lab.run(["busctl", "call", "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId"])
      #expect(inside.isSuccess, "\(inside.error)")
      #expect(access("\(lab.root)/run/dbus/system_bus_socket", F_OK) == 0)
    }
  }

  @Test("transient units run sandboxed")
  func runsSandboxedUnits() async throws {
    try await TestLabs.withLab { lab in
      let properties = [
        "ProtectSystem=strict", "ProtectKernelTunables=yes", "ProtectKernelLogs=yes", "ProtectControlGroups=yes",
        "PrivateDevices=yes", "PrivateNetwork=yes", "PrivateUsers=yes", "PrivateTmp=yes", "ProtectProc=invisible",
        "IPAddressDeny=any", "DevicePolicy=closed", "SystemCallFilter=@system-service",
      ]
      let result = try await lab.run(
        ["systemd-run", "--wait", "--quiet"] + properties.flatMap { ["-p", $0] } + ["true"])
      #expect(result.isSuccess, "\(result.error)")
    }
  }

  @Test("with what sandboxing takes away: real time, fuse, namespaces", arguments: Lab.Layout.allCases)
  func offersWhatIsTakenAway(layout: Lab.Layout) async throws {
    try await TestLabs.withLab(TestLabs.configuration(layout: layout)) { lab in
      for command in ["chrt -f 1 true", "test -r /dev/fuse && head -c 0 /dev/fuse", "unshare -Urmpfn true"] {
        let result = try await lab.run(["systemd-run", "--wait", "--quiet", "--pipe", "sh", "-c", command])
        #expect(result.isSuccess, "\(command): \(result.error)")
      }
    }
  }

  @Test("with a name of its own, and the identity of the machine that it shows, or one of its own where that has none")
  func identity() async throws {
    try await TestLabs.withLab(TestLabs.configuration(hostName: "example-host")) { lab in
      let name = try await lab.run(["uname", "-n"])
      #expect(name.output == "example-host\n")
      let identity = try lab.read("/etc/machine-id")
      #expect(identity.count == 33)
      var status = stat()
      let machineHasOne = stat("/etc/machine-id", &status) == 0 && status.st_size == 33
      try await TestLabs.withLab { other in
        let (otherIdentity, otherName) = (try other.read("/etc/machine-id"), try other.read("/etc/hostname"))
        #expect((otherIdentity == identity) == machineHasOne)
        #expect(otherName != "example-host\n")
      }
    }
  }

  @Test("side by side, without seeing each other")
  func runsSideBySide() async throws {
    try await TestLabs.withLab { first in
      try await TestLabs.withLab { second in
        try first.write("1", to: "/etc/mark")
        #expect(throws: LabError.self) { () throws(LabError) in try second.read("/etc/mark") }
        for lab in [first, second] {
          let processes = try await lab.run(["sh", "-c", "ls -d /proc/[0-9]* | wc -l"])
          #expect(Int(processes.output.trimmed).map { $0 < 30 } == true)
        }
      }
    }
  }

  @Test("as nice as whoever opened it", arguments: [0, 7])
  func niceness(_ value: Int) async throws {
    let inside = "nice; cut -d ' ' -f 19 /proc/1/stat"
    let script = "nice; exec \(TestLabs.cinch) lab shell -- sh -c \"\(inside)\""
    let result = try await run(
      .path("/usr/bin/nice"), arguments: ["-n", "\(value)", "sh", "-c", script], output: .string(limit: 100),
      error: .discarded)
    let values = result.standardOutput.split(separator: "\n")
    #expect(values.count == 3 && Set(values).count == 1, "\(values)")
  }

  @Test("inside a v2 lab that plays the host")
  func nests() async throws {
    try await TestLabs.withLab(TestLabs.configuration(layout: .v2)) { host in
      let result = try await host.run([TestLabs.cinch, "lab", "shell", "--", "systemctl", "is-system-running"])
      #expect(result.output == "running\n", "\(result.error)")
      // And as a service there, whose group is not the shell's.
      let service = try await host.run(
        [
          "systemd-run", "--wait", "--quiet", "--pipe", TestLabs.cinch, "lab", "shell", "--", "systemctl",
          "is-system-running",
        ])
      #expect(service.output == "running\n", "\(service.error)")
    }
  }
}
