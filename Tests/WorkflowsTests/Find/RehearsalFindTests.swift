import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A find rehearses", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct RehearsalFindTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let rehearsal: RehearsalName
    /// The service, which a health check of nothing but its being up has no fault with.
    let unit: String
    var files: [String: String] = [:]
    var setup: [String] = []
    var ready: String?
    let tried: [String]
    /// What it does not work with on that day.
    let rejected: [String]
  }

  static let cases = [
    Case(
      testDescription: "the death of a worker, whom only the file's owner can replace", rehearsal: .killedWorker,
      unit: """
        [Service]
        Type=exec
        ExecStart=/bin/bash -c 'touch /run/first; worker() { sleep 1000 & wait $!; }; worker; while chown 1:1 /run/first; do worker; done'

        """, tried: ["CapabilityBoundingSet=~CAP_CHOWN", "LockPersonality"],
      rejected: ["CapabilityBoundingSet=~CAP_CHOWN"]),
    Case(
      testDescription: "a fresh machine, where its directory is not there yet", rehearsal: .freshStart,
      unit: """
        [Service]
        Type=exec
        ExecStart=/bin/bash -c 'mkdir -p /var/lib/rehearsed/state && date > /var/lib/rehearsed/state/now && exec sleep 1000'

        """, setup: ["mkdir -p /var/lib/rehearsed/state"],
      tried: ["ProtectSystem=strict", "LockPersonality"],
      rejected: ["ProtectSystem=strict"]),
    Case(
      testDescription: "that it listens on ::1, which no probe asks for", rehearsal: .listeners,
      unit: """
        [Service]
        Type=exec
        ExecStart=/usr/bin/python3 /etc/rehearsed.py

        """,
      files: [
        "/etc/rehearsed.py": """
        import contextlib, socket, time
        with contextlib.suppress(OSError):
            first = socket.create_server(("::1", 7441), family=socket.AF_INET6)
        second = socket.create_server(("127.0.0.1", 7441))
        time.sleep(1000)

        """
      ], ready: "exec 3<>/dev/tcp/127.0.0.1/7441", tried: ["RestrictAddressFamilies=~AF_INET6", "LockPersonality"],
      rejected: ["RestrictAddressFamilies=~AF_INET6"]),
    Case(
      testDescription: "the rotation of its log, which it can then not open again", rehearsal: .logrotate,
      unit: """
        [Service]
        Type=exec
        ExecStart=/bin/bash -c 'log=/var/log/rehearsed/now.log; mkdir -p /var/log/rehearsed; exec 3>>$log; \
        trap "chown 1:1 $log && exec 3>>$log" HUP; while :; do echo beat >&3; sleep 0.05 & wait; done'

        """,
      files: [
        "/etc/logrotate.d/rehearsed": """
        /var/log/rehearsed/*.log {
          rotate 1
          create
          postrotate
            systemctl kill -s HUP --kill-whom=main tried.service
          endscript
        }

        """
      ], tried: ["CapabilityBoundingSet=~CAP_CHOWN", "LockPersonality"],
      rejected: ["CapabilityBoundingSet=~CAP_CHOWN"]),
  ]

  @Test("and gives back what the service does not work with then", arguments: cases)
  func givenBack(_ test: Case) async throws {
    let result = try await find(test)
    let summary = try #require(result.profile.rehearsals)
    #expect(summary.passed.contains(test.rehearsal), "\(summary)")
    #expect(result.rejections.map(\.restriction.description) == test.rejected)
    for rejection in result.rejections {
      #expect(rejection.evidence.phase == .rehearsal(test.rehearsal))
      #expect(rejection.because?.text.contains("rehearsal \(test.rehearsal.rawValue): ") == true)
    }
    #expect(result.kept.restrictions.map(\.description).contains("LockPersonality=yes"))
    #expect(result.profile.confirmed.passes == 1)
  }

  @Test("and leaves out, and names, what the service does not pass without restrictions")
  func leftOut() async throws {
    let unit = """
      [Service]
      Type=exec
      ExecStartPre=/usr/bin/test -d /var/lib/rehearsed
      ExecStart=/bin/bash -c 'touch /var/lib/rehearsed/now && exec sleep 1000'

      """
    let test = Case(
      testDescription: "", rehearsal: .freshStart, unit: unit, setup: ["mkdir /var/lib/rehearsed"],
      tried: ["LockPersonality", "ProtectSystem=full"], rejected: [])
    let result = try await find(test, rehearsing: [.killedWorker, .logrotate, .freshStart])
    let summary = try #require(result.profile.rehearsals)
    #expect(summary.passed.isEmpty)
    #expect(summary.leftOut.map(\.rehearsal) == [.logrotate, .killedWorker, .freshStart])
    #expect(summary.leftOut.last?.reason.hasPrefix("it fails without any restriction, too: start: ") == true)
    #expect(result.rejections.isEmpty)
    #expect(try Profile(yaml: result.profile.yaml(), file: "profile").rehearsals == summary)
  }

  private func find(_ test: Case, rehearsing names: [RehearsalName]? = nil) async throws -> FindResult {
    var request = FindRequest(
      service: .unit("tried.service"),
      check: HealthCheck(setup: test.setup, ready: test.ready, settle: .milliseconds(200)))
    request.scope.only = test.tried.compactMap { Selection(parsing: $0) }
    request.rehearsals.only = names ?? [test.rehearsal]
    (request.baselines, request.confirmations, request.margin) = (1, 1, .none)
    let files = test.files.merging(["/etc/systemd/system/tried.service": test.unit]) { first, _ in first }
    return try await FindWorkflow(request, in: UnitLabs(files: files)) { _ in }.run()
  }
}
