import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("What fails without a sound", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct DifferenceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Shell text of the service, which sees `/root/licence` unless that is hidden from it.
    let script: String
    /// What the report says; nil where nothing is withheld.
    let seen: String?
    /// Tells when there is something to see, or goes on where that does not come.
    var ready: String?
  }

  static let cases = [
    Case(
      testDescription: "a line of warning in its journal",
      script: "test -e /root/licence || echo 'warning: no licence, running unlicensed'; exec sleep 1000",
      seen: "its log has under it what it has not without: warning: no licence, running unlicensed"),
    Case(
      testDescription: "a line of denial in a file that it writes",
      script: "mkdir -p /var/log/tried; cat /root/licence 2> /var/log/tried/errors > /dev/null; exec sleep 1000",
      seen: "its log has under it what it has not without: cat: /root/licence"),
    Case(
      testDescription: "a worker less",
      script: "test -e /root/licence && exec sleep 1000 & exec sleep 1000", seen: "it has fewer processes under it"),
    Case(
      testDescription: "a socket on which nobody waits any more",
      script: "test -e /root/licence && exec systemd-socket-activate -l 127.0.0.1:7433 /bin/true & exec sleep 1000",
      seen: "it does not listen on tcp:127.0.0.1:7433 under it",
      ready: "for i in {1..15}; do grep -q ':1D09 ' /proc/net/tcp && exit; sleep 0.05; done; true"),
    Case(
      testDescription: "a file that it does not make any more",
      script: "test -e /root/licence && mkdir -p /var/lib/tried && echo 1 > /var/lib/tried/state; exec sleep 1000",
      seen: "it does not write /var/lib/tried/state under it"),
    Case(
      testDescription: "nothing but what differs from one run to the next",
      script: """
        echo "warning: $(tr -dc g-z < /dev/urandom | head -c 12) is late"; \
        test $(($(date +%N | cut -c 9) % 2)) = 1 && { echo 'warning: it rains'; sleep 1000 & }; exec sleep 1000
        """, seen: nil),
  ]

  private static func request(_ `case`: Case) -> FindRequest {
    var request = FindRequest(
      service: .unit("tried.service"),
      check: HealthCheck(ready: `case`.ready, probes: [.exec("true")], settle: .milliseconds(100), reload: false))
    request.scope.only = ["NoNewPrivileges", "ProtectHome", "LockPersonality"].compactMap { Selection(parsing: $0) }
    request.margin = .none
    return request
  }

  private static func labs(_ script: String) -> UnitLabs {
    UnitLabs(files: [
      "/root/licence": "x",
      "/usr/local/bin/tried": script + "\n",
      "/etc/systemd/system/tried.service": "[Service]\nType=exec\nExecStart=/bin/bash /usr/local/bin/tried\n",
    ])
  }

  @Test("is told beside what makes it, which is withheld", arguments: cases)
  func withheld(case: Case) async throws {
    let result = try await FindWorkflow(Self.request(`case`), in: Self.labs(`case`.script)) { _ in }.run()
    #expect(result.kept.contains(Restriction("NoNewPrivileges", "yes")))
    #expect(result.kept.contains(Restriction("LockPersonality", "yes")))
    let withheld = result.profile.withheld
    guard let seen = `case`.seen else {
      #expect(withheld.isEmpty, "\(withheld)")
      return
    }
    #expect(Set(withheld.map(\.restriction.directive)) == ["ProtectHome"], "\(withheld)")
    #expect(withheld.allSatisfy { $0.seen.contains(seen) }, "\(withheld)")
  }

  @Test("is no reason to be root again where the user of its own makes it")
  func user() async throws {
    let script = """
      chmod 755 /usr/local/bin/tried; test $EUID = 0 || exec sleep 1000; : > /var/log/tried; \
      exec setpriv --reuid=nobody --regid=nogroup --clear-groups sleep 1000
      """
    let test = Case(testDescription: "", script: script, seen: nil)
    var request = Self.request(test)
    request.scope.only? += ["User", "ProtectSystem=yes"].compactMap { Selection(parsing: $0) }
    let result = try await FindWorkflow(request, in: Self.labs(script)) { _ in }.run()
    #expect(result.kept.contains(Restriction("User", "nobody")), "\(result.kept)")
    #expect(!result.profile.withheld.contains { $0.restriction.directive == "User" }, "\(result.profile.withheld)")
    #expect(result.profile.confirmed.passes == request.confirmations)
  }

  @Test("is kept where the health check is trusted")
  func trusted() async throws {
    var request = Self.request(Self.cases[0])
    request.trustsHealth = true
    let result = try await FindWorkflow(request, in: Self.labs(Self.cases[0].script)) { _ in }.run()
    #expect(result.profile.withheld.isEmpty)
    #expect(result.kept.contains(Restriction("ProtectHome", "yes")))
  }
}
