import Foundation
import LabTesting
import Sandboxing
import Testing

@Suite("A check", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct CheckTests {
  /// What `cinch check --json` says.
  private struct Answer: Decodable {
    struct Check: Decodable {
      let verdict: String
      let broken: [Broken]
      let gained: [String]
    }
    struct Broken: Decodable {
      let restriction: String
    }
    let checks: [Check]
  }

  private static let restrictions = [
    "LockPersonality", "MemoryDenyWriteExecute", "RestrictRealtime", "RestrictSUIDSGID",
  ]
  private static let needy = TestLabs.cinch.dropLast("cinch".count) + "needy"

  /// Makes the service one that needs these acts, with these settings.
  private func needs(_ acts: String, settings: String = "", on host: HostLab) async throws {
    let unit = "[Service]\nType=oneshot\nExecStart=\(Self.needy) run \(acts)\n\(settings)\n"
    try host.lab.write(unit, to: "/usr/lib/systemd/system/\(HostLab.unit)")
    _ = try await host.shell("systemctl stop \(HostLab.unit); systemctl daemon-reload")
  }

  /// Finds what the service bears of a few restrictions, and saves it as `/root/profile.yaml`.
  private func find(_ restrictions: [String] = restrictions, on host: HostLab) async throws {
    let arguments = [
      "find", "--host", HostLab.unit, "--profile", "/root/profile.yaml", "--baselines", "1", "--confirmations", "1",
      "--quiet", "--no-pager",
    ]
    let only = restrictions.flatMap { ["--only", $0] }
    let result = try await host.lab.run([TestLabs.cinch] + arguments + only, timeout: .seconds(120))
    #expect(result.ending == .exited(0), "\(result.error)")
  }

  /// Checks the profile with these options, and expects this exit status.
  private func check(_ options: String..., status: Int32, on host: HostLab) async throws -> Answer.Check {
    let arguments = ["check", "--host", "--json", "--quiet", "--baselines", "1"] + options
    let result = try await host.lab.run([TestLabs.cinch] + arguments, timeout: .seconds(300))
    #expect(result.ending == .exited(status), "\(result.error)")
    return try #require(try JSONDecoder().decode(Answer.self, from: Data(result.output.utf8)).checks.first)
  }

  @Test("of a result that keeps nothing asks whether the service is healthy")
  func nothingKept() async throws {
    try await HostLab.withLab { host in
      try await needs("mapWritableExecutable", on: host)
      try await find(["MemoryDenyWriteExecute"], on: host)
      #expect(try await check("/root/profile.yaml", status: 0, on: host).verdict == "healthy")
    }
  }

  @Test("names exactly what a service needs now and did not, and what it needs no more")
  func changedNeeds() async throws {
    try await HostLab.withLab { host in
      try await needs("mapWritableExecutable", on: host)
      try await find(on: host)
      let same = try await check("/root/profile.yaml", status: 0, on: host)
      #expect(same.verdict == "healthy")
      #expect(same.broken.isEmpty)

      try await needs("makeSetUserID", on: host)
      let changed = try await check(
        "/root/profile.yaml", "--repair", "--output", "/root/repaired.yaml", status: 2, on: host)
      #expect(changed.verdict == "broken")
      #expect(changed.broken.map(\.restriction) == ["RestrictSUIDSGID=yes"])
      #expect(changed.gained.isEmpty)

      let repaired = try await check("/root/repaired.yaml", "--tighten", status: 0, on: host)
      #expect(repaired.broken.isEmpty)
      #expect(repaired.gained.contains("MemoryDenyWriteExecute=yes"))
      #expect(!repaired.gained.contains("RestrictSUIDSGID=yes"))
    }
  }

  @Test("of what a unit has by itself names what it does not work with")
  func ownRestrictions() async throws {
    try await HostLab.withLab { host in
      try await needs("makeSetUserID", settings: "LockPersonality=yes\nRestrictSUIDSGID=yes", on: host)
      let own = try await check("--unit", HostLab.unit, status: 2, on: host)
      #expect(own.broken.map(\.restriction) == ["RestrictSUIDSGID=yes"])
    }
  }

  @Test("fails above a threshold, where what the profile accepts does not count")
  func threshold() async throws {
    try await HostLab.withLab { host in
      try await needs("mapWritableExecutable", on: host)
      try await find(on: host)
      #expect(try await check("/root/profile.yaml", "--threshold", "10", status: 0, on: host).verdict == "healthy")
      #expect(try await check("/root/profile.yaml", "--threshold", "0.5", status: 2, on: host).verdict == "healthy")

      let acts = ["runAsRoot", #""socket:AF_INET""#, #""socket:AF_INET6""#, #""socket:AF_PACKET""#, #""share:net""#]
      let waivers = acts.map { "{act: \($0), reason: it is a router, until: 2099-12-31}" }
      let line = "accepted: [\(waivers.joined(separator: ", "))]"
      _ = try await host.shell("echo '\(line)' >> /root/profile.yaml")
      _ = try await check("/root/profile.yaml", "--repair", "--output", "/root/accepted.yaml", status: 0, on: host)
      let figures = try await host.shell("grep -E '^ +(figure|unaccepted):' /root/accepted.yaml").output
        .split(separator: "\n").compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
      #expect(figures.count == 2 && figures[1] < figures[0], "\(figures)")
      #expect(try await host.shell("grep -c 2099-12-31 /root/accepted.yaml").output == "5\n")
    }
  }

  @Test("that cannot look at anything says why of every profile, to whoever reads only the journal, too")
  func nothingToLookAt() async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(Restriction("LockPersonality", "yes"))
      _ = try await host.shell("rm -rf /var/lib/cinch; mkdir -p /var/lib/cinch/ledger.sqlite")
      let answer = try await check("/root/profile.yaml", "--upgraded", "--journal", status: 1, on: host)
      #expect(answer.verdict == "failed")
      let journal = try await host.shell("journalctl --sync; journalctl -q -o cat CINCH_UNIT=\(HostLab.unit)").output
      #expect(journal.contains("ledger.sqlite"), "\(journal)")
    }
  }

  @Test("of all that is installed passes over a profile that cannot be read, and says so")
  func unreadProfile() async throws {
    try await HostLab.withLab { host in
      try host.writeProfile(Restriction("LockPersonality", "yes"))
      let prepared = try await host.shell(
        "mkdir -p /etc/cinch/profiles && cp /root/profile.yaml /etc/cinch/profiles/good.yaml && echo x: 1 > /etc/cinch/profiles/bad.yaml"
      )
      #expect(prepared.isSuccess)
      let result = try await host.cinch("check", "--all", "--host", "--quiet", "--no-pager", "--baselines", "1")
      #expect(result.ending == .exited(64), "\(result.error)")
      #expect(result.output.contains("example.service") && result.output.contains("holds"), "\(result.output)")
      #expect(result.output.contains("bad.yaml is not a Cinch profile"), "\(result.output)")
    }
  }

  @Test("of a service that is unhealthy by itself says that")
  func unhealthyByItself() async throws {
    try await HostLab.withLab { host in
      try await needs("mapWritableExecutable", on: host)
      try await find(on: host)
      let unit = "[Service]\nType=oneshot\nExecStart=/bin/false\n"
      try host.lab.write(unit, to: "/usr/lib/systemd/system/\(HostLab.unit)")
      _ = try await host.shell("systemctl daemon-reload")
      #expect(try await check("/root/profile.yaml", status: 4, on: host).verdict == "failed")
    }
  }
}
