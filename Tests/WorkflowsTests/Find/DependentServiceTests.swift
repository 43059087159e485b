import LabTesting
import Profiles
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A service that needs another one", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct DependentServiceTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Units by their names.
    let units: [String: String]
    let probe: String
    let kept: [String]
  }

  /// Counts what it is asked, in a file that outlives it; a file that another start has left is none of this one's.
  private static let store = """
    [Service]
    Type=exec
    StateDirectory=store
    RuntimeDirectory=store
    ExecStartPre=/bin/sh -c 'test ! -e /var/lib/store/count && echo 0 > /var/lib/store/count; mkfifo /run/store/ask'
    ExecStart=/bin/sh -c 'while read line < /run/store/ask; do echo $(($(cat /var/lib/store/count) + 1)) > /var/lib/store/count; done'

    """
  private static let helper = """
    [Service]
    StandardInput=socket
    ExecStart=/bin/sh -c 'read line; echo "got $line"'

    """

  static let cases = [
    Case(
      testDescription: "a store that keeps what it is told, and is started with it",
      units: [
        "store.service": store,
        "tried.service": """
        [Unit]
        Requires=store.service
        After=store.service
        [Service]
        Type=exec
        ExecStart=/bin/sh -c 'echo start > /run/store/ask; exec sleep 1000'

        """,
      ], probe: "until test $(cat /var/lib/store/count) -ge 1 -a $(cat /var/lib/store/count) -le 2; do :; done",
      kept: ["NoNewPrivileges=yes", "PrivateNetwork=yes"]),
    Case(
      testDescription: "a helper that a socket starts when it is asked",
      units: [
        "helper.socket": "[Socket]\nListenStream=127.0.0.1:7431\nAccept=yes\n", "helper@.service": helper,
        "tried.service": """
        [Unit]
        Requires=helper.socket
        After=helper.socket
        [Service]
        Type=exec
        ExecStartPre=/bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/7431; echo me >&3; read answer <&3; test "$answer" = "got me"'
        ExecStart=/bin/sleep 1000

        """,
      ], probe: "true", kept: ["NoNewPrivileges=yes"]),
  ]

  @Test("is found together with it", arguments: cases)
  func found(case: Case) async throws {
    var request = FindRequest(
      service: .unit("tried.service"),
      check: HealthCheck(probes: [.exec(`case`.probe)], settle: .milliseconds(50), reload: false))
    request.scope.only = ["NoNewPrivileges", "PrivateNetwork"].compactMap { Selection(parsing: $0) }
    (request.baselines, request.confirmations, request.margin) = (1, 1, .none)
    let files = Dictionary(uniqueKeysWithValues: `case`.units.map { ("/etc/systemd/system/\($0)", $1) })
    let result = try await FindWorkflow(request, in: UnitLabs(files: files)) { _ in }.run()
    #expect(result.kept.restrictions.map(\.description).sorted() == `case`.kept)
  }
}
