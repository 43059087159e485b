import Testing

@testable import Trials

@Suite("Which rehearsals are gone through")
struct RehearsalSelectionTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var selection = RehearsalSelection()
    var usual = true
    var isDisposable = true
    var isUsers = false
    let names: [RehearsalName]
  }

  static let cases = [
    Case(testDescription: "all in a lab", names: RehearsalName.allCases),
    Case(testDescription: "none where the result is just what the check passes with", usual: false, names: []),
    Case(
      testDescription: "those that somebody asks for even so", selection: RehearsalSelection(only: [.reboot]),
      usual: false, names: [.reboot]),
    Case(
      testDescription: "in their order, whatever order they are asked for in",
      selection: RehearsalSelection(only: [.freshStart, .ipv6, .logrotate]), names: [.ipv6, .logrotate, .freshStart]),
    Case(
      testDescription: "without those that somebody leaves out",
      selection: RehearsalSelection(only: [.reboot, .ipv6], without: [.reboot]), names: [.ipv6]),
    Case(testDescription: "none on a host", isDisposable: false, names: []),
    Case(
      testDescription: "on a host only what cannot hurt",
      selection: RehearsalSelection(only: RehearsalName.allCases), isDisposable: false,
      names: [.listeners, .ipv6, .otherAccount]),
    Case(
      testDescription: "of a user's own service what needs no root", isUsers: true,
      names: [.reload, .listeners, .ipv6, .killedWorker]),
  ]

  @Test(arguments: cases) func names(_ test: Case) {
    let names = test.selection.names(usual: test.usual, isDisposable: test.isDisposable, isUsers: test.isUsers)
    #expect(names == test.names)
  }

  @Test("a name stands for one, 'all' for every one, and nothing else for any")
  func words() {
    #expect(RehearsalName.named("killed-worker") == [.killedWorker])
    #expect(RehearsalName.named("all") == RehearsalName.allCases)
    #expect(RehearsalName.named("killedWorker") == nil)
  }

  @Test("each has a line for the help", arguments: RehearsalName.allCases)
  func summaries(_ name: RehearsalName) { #expect(!name.summary.isEmpty) }
}

@Suite("What runs without restrictions show of rehearsals")
struct RehearsedTests {
  @Test("only what is the same in each of them is relied on")
  func union() {
    var rehearsed = Rehearsed(
      notes: [.listeners: ["tcp:[::]:80", "udp:0.0.0.0:123"], .killedWorker: ["/bin/a"], .ipv6: ["1"], .reboot: []])
    rehearsed.formUnion(
      Rehearsed(notes: [.listeners: ["tcp:[::]:80"], .killedWorker: ["/bin/b"]], leftOut: [.ipv6: "it fails"]))
    #expect(rehearsed.notes == [.listeners: ["tcp:[::]:80"], .reboot: []])
    #expect(rehearsed.leftOut.keys.sorted { $0.rawValue < $1.rawValue } == [.ipv6, .killedWorker])
  }
}

@Suite("A probe over ::1")
struct ProbeOverIPv6Tests {
  static let probes: [(probe: Probe, over: Probe?)] = [
    (.tcp(host: "127.0.0.1", port: 80), .tcp(host: "::1", port: 80)), (.tcp(host: "192.0.2.1", port: 80), nil),
    (.http("http://localhost/x"), .http("http://[::1]/x")),
    (.http("http://me@127.0.0.1:8080/"), .http("http://me@[::1]:8080/")),
    (.exec("nc -z 127.0.0.1 80"), .exec("nc -z ::1 80")), (.exec("x --at=127.0.0.1:80"), .exec("x --at=[::1]:80")),
    (.exec("exec 3<>/dev/tcp/127.0.0.1/80"), .exec("exec 3<>/dev/tcp/::1/80")),
    (.exec("dig @127.0.0.1 a.localhost"), .exec("dig @::1 a.localhost")), (.exec("cat 127.0.0.1.log"), nil),
    (.exec("ping 127.0.0.10"), nil), (.exec("redis-cli ping"), nil),
  ]

  @Test(arguments: probes) func namesTheOtherAddress(_ probe: Probe, _ over: Probe?) {
    #expect(probe.overIPv6 == over)
  }
}

@Suite("A file of logrotate")
struct RotationRuleTests {
  @Test("is for what stands before its blocks")
  func patterns() {
    let rule = RotationRule(
      """
      # /var/log/old.log
      compress
      /var/log/nginx/*.log {
        create 0640 www-data adm
        prerotate
          if [ -d /etc/logrotate.d/x ]; then { true; } fi
        endscript
        su root /not/a/log
      }
      "/var/log/a.log"
      /var/log/b/*.log{
        postrotate
          /usr/bin/kill -HUP 1
        endscript
      }

      """)
    #expect(rule.patterns == ["/var/log/nginx/*.log", "/var/log/a.log", "/var/log/b/*.log"])
  }
}

@Suite("A fresh machine")
struct FreshStartTests {
  @Test("has not what no package brings, and all that one does")
  func directories() {
    let paths = FreshStart.candidates(for: ["/run", "/var/lib/a/b", "/var/log/c", "/var/lib", "/etc/d"])
    #expect(paths == ["/var/lib/a", "/var/lib/a/b", "/var/log/c"])
    let owned = FreshStart.owned(in: "nginx-common, nginx: /var/log/c\nlocal: /var/lib/e\n")
    #expect(owned == ["/var/log/c", "/var/lib/e"])
    #expect(FreshStart.uppermost(of: paths, besides: owned) == ["/var/lib/a"])
    #expect(FreshStart.uppermost(of: paths, besides: ["/var/lib/a", "/var/log/c"]) == ["/var/lib/a/b"])
  }
}
