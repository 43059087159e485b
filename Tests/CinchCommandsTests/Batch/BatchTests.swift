import Foundation
import LabTesting
import Testing

@Suite("cinch batch", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct BatchTests {
  /// What `cinch batch --json` says.
  private struct Answer: Decodable {
    struct Service: Decodable {
      let name: String
      let status: String
      let reason: String?
      let earlier: Bool
    }
    let services: [Service]

    func names(where condition: (Service) -> Bool) -> [String] { services.filter(condition).map(\.name) }
  }

  /// What `cinch log --json` says, oldest run first.
  private struct Log: Decodable {
    struct Run: Decodable, Equatable {
      let verb: String
      let unit: String
      let status: String
      let trials: Int
    }
    let runs: [Run]
  }

  private static let names = ["first", "middle", "last"]

  /// Makes three services, and a manifest of them. The probe of the middle one kills Cinch when it is asked for the
  /// so-manieth time that `/root/fatal` says.
  private func prepare(_ host: HostLab) async throws {
    for name in Self.names {
      try host.lab.write(
        "[Service]\nExecStart=/bin/sleep infinity\n", to: "/usr/lib/systemd/system/\(name).service")
    }
    try host.lab.write(
      """
      about: three services
      defaults: {settle_s: 0.02, reload: false, baselines: 1, confirmations: 1, health: "true",
        only: [ProtectHome, PrivateTmp, LockPersonality]}
      services:
      - {name: first, unit: first.service}
      - name: middle
        unit: middle.service
        health: |
          echo >> /root/asked; [ $(wc -l < /root/asked) != "$(cat /root/fatal)" ] ||
            kill -$(cat /root/signal) $(sed 's/.*process //' /run/cinch/middle.service.lock)
      - {name: last, unit: last.service}
      """, to: "/root/batch.yaml")
    try host.lab.write("never", to: "/root/fatal")
    try host.lab.write("KILL", to: "/root/signal")
    _ = try await host.shell("systemctl daemon-reload; systemctl start \(Self.names.joined(separator: " "))")
  }

  private func batch(_ options: String..., on host: HostLab) async throws -> (status: Int32?, Answer?, error: String) {
    let arguments = ["batch", "/root/batch.yaml", "--output-dir", "/root/out", "--json", "--quiet"] + options
    let result = try await host.lab.run([TestLabs.cinch] + arguments, timeout: .seconds(180))
    let answer = try? JSONDecoder().decode(Answer.self, from: Data(result.output.utf8))
    guard case .exited(let status) = result.ending else { return (nil, answer, result.error) }
    return (status, answer, result.error)
  }

  private func runs(on host: HostLab) async throws -> [Log.Run] {
    let log = try await host.cinch("log", "--json")
    return try JSONDecoder().decode(Log.self, from: Data(log.output.utf8)).runs.reversed()
  }

  @Test("killed in the middle does only what is left, and no trial twice")
  func killed() async throws {
    try await HostLab.withLab { host in
      try await prepare(host)
      let undisturbed = try await batch("--host", on: host)
      #expect(undisturbed.status == 0, "\(undisturbed.error)")
      #expect(undisturbed.error.hasPrefix("note: the key 'about' means nothing to cinch and is ignored\n"))
      let expected = try await runs(on: host)
      #expect(expected.map(\.unit) == Self.names.map { "\($0).service" })
      #expect(expected.allSatisfy { $0.status == "finished" })

      let asked = try host.lab.read("/root/asked").count
      _ = try await host.shell("rm /root/asked; echo \(asked / 2) > /root/fatal")
      #expect(try await batch("--host", "--fresh", on: host).status == nil)
      // The guard has the unit until the service runs again.
      _ = try await host.shell("flock /run/cinch/middle.service.lock true")
      #expect(try await runs(on: host).dropFirst(3).map(\.status) == ["finished", "running"])

      // As if it had been killed between the end of a find and the word about it.
      _ = try await host.shell("rm /root/out/.cinch/find/first.json")
      let resumed = try await batch("--host", on: host)
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(resumed.1?.names { $0.earlier } == [])
      #expect(resumed.1?.names { $0.status == "ok" } == Self.names)
      #expect(try await Array(runs(on: host).dropFirst(3)) == expected)

      let again = try await batch("--host", on: host)
      #expect(again.1?.names { $0.earlier } == Self.names)
      #expect(try await runs(on: host).count == 6)

      _ = try await host.shell("echo Nice=1 >> /usr/lib/systemd/system/last.service; systemctl daemon-reload")
      let changed = try await batch("--host", on: host)
      #expect(changed.1?.names { $0.earlier } == ["first", "middle"])
    }
  }

  @Test("ended by a signal says how many services are done and how to go on")
  func interrupted() async throws {
    try await HostLab.withLab { host in
      try await prepare(host)
      _ = try await host.shell("echo 2 > /root/fatal; echo INT > /root/signal")
      let stopped = try await batch("--host", on: host)
      #expect(stopped.status == 130)
      #expect(stopped.error.contains("1 of 3 services are done; the same command goes on"), "\(stopped.error)")
      #expect(try await host.shell("systemctl is-active middle.service").output == "active\n")
      #expect(try await runs(on: host).map(\.status) == ["finished", "interrupted"])
      #expect(try await batch("--host", on: host).1?.names { $0.earlier } == ["first"])
    }
  }

  @Test("checks what it has found, applies it, and lets no service's failure stop another one")
  func actions() async throws {
    try await HostLab.withLab { host in
      try await prepare(host)
      _ = try await host.shell(
        "rm /usr/lib/systemd/system/middle.service; systemctl stop middle; systemctl daemon-reload")
      let found = try await batch("--host", on: host)
      #expect(found.status == 5)
      #expect(found.1?.services.map(\.status) == ["ok", "untestable", "ok"])

      let checked = try await batch("--host", "--action", "check", "--junit", "/root/junit.xml", on: host)
      #expect(checked.1?.services.map(\.status) == ["ok", "failed", "ok"], "\(checked.error)")
      #expect(checked.1?.services[1].reason?.contains("middle.yaml cannot be read (no such file)") == true)
      #expect(
        try host.lab.read("/root/junit.xml").contains(
          #"tests="3" failures="0" errors="1""#))

      let applied = try await batch("--action", "apply", on: host)
      #expect(applied.1?.services.map(\.status) == ["ok", "failed", "ok"], "\(applied.error)")
      let homes = try await host.shell("systemctl show -P ProtectHome first last; systemctl is-active first last")
      #expect(homes.output == "yes\n\nyes\nactive\nactive\n")
    }
  }

  @Test("with --dry-run starts nothing, and refuses what it would refuse")
  func dryRun() async throws {
    try await HostLab.withLab { host in
      try await prepare(host)
      let before = try await host.inventory()
      let plan = try await host.cinch("batch", "/root/batch.yaml", "--output-dir", "/root/out", "--dry-run")
      #expect(plan.ending == .exited(0), "\(plan.error)")
      #expect(
        plan.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
          == ["service unit would"] + Self.names.map { "\($0) \($0).service find" })
      try host.lab.write("services: [{name: ../x, unit: x}]", to: "/root/bad.yaml")
      let bad = try await host.cinch("batch", "/root/batch.yaml", "/root/bad.yaml", "--output-dir", "/root/out")
      #expect(bad.ending == .exited(64))
      #expect(bad.error.hasPrefix("cinch: /root/bad.yaml, entry '../x': 'name' cannot be used"), "\(bad.error)")
      #expect(try await host.shell("test ! -e /root/out").isSuccess)
      #expect(try await host.inventory() == before)
    }
  }
}
