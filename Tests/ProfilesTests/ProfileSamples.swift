import Foundation
import Ledger
import Sandboxing
import Systemd
import Trials
import Profiles

extension Profile {
  /// A profile in which everything that a profile can say is said.
  static var sample: Profile {
    let kept = Sandbox([
      Restriction("ProtectSystem", "full"), Restriction("PrivateTmp", "yes"), Restriction("ProtectHome", "yes"),
    ])
    let rejected = Restriction("PrivateNetwork", "yes")
    let evidence = Evidence(
      phase: .health(1), reason: "the probe said unhealthy", result: "success", mainProcess: .dumped(signal: 31),
      probe: .exited(7), probeOutput: "curl: (7) Failed to connect\nto 127.0.0.1 \u{1b}[31mport 80\u{1b}[0m\n",
      deniedSystemCall: "socket", journal: ["bind() to 0.0.0.0:80 failed: 'no' \"yes\" # not a comment", "- : {"])
    var observed = Observation()
    observed.writtenDirectories = ["/run", "/var/log/nginx"]
    observed.user = "www-data"
    return Profile(
      service: ProfiledService(unit: "nginx.service", kind: "forking"),
      environment: RunEnvironment(
        systemd: "252.39-1~deb12u1", kernel: "6.18.44", libc: "glibc 2.36", package: "nginx 1.22.1-9", unit: "00ff"),
      healthCheck: HealthCheck(
        setup: ["rm -f /etc/nginx/sites-enabled/*\ncat > /etc/nginx/conf.d/x.conf <<'X'\nserver {}\nX\n"],
        ready: "true", readyTimeout: .milliseconds(2500),
        probes: [.exec("curl -fsS http://127.0.0.1/"), .http("http://127.0.0.1/"), .tcp(host: "::1", port: 80)],
        settle: .milliseconds(300), reload: true, restart: false),
      kept: kept,
      rejected: [
        Rejection(
          rejected, evidence: evidence,
          proof: Rejection.TrialContext(
            of: Sandbox([Restriction("ProtectSystem", "full"), Restriction("ProtectHome", "read-only"), rejected]),
            besides: rejected, kept: kept))
      ],
      notEnforced: [Remark(Restriction("ProtectClock", "yes"), "clock_settime was still allowed")],
      notSupported: [Remark(Restriction("ProtectHostname", "private"), "needs systemd 258")],
      excluded: [Remark(Restriction("UMask", "0077"), "--exclude UMask")],
      alreadySet: [Restriction("NoNewPrivileges", "yes")],
      observed: observed,
      exposure: Exposure(tenthsBefore: 96, tenthsAfter: 23),
      search: SearchSummary(strategy: "adaptive", seed: .max, trials: 44, seconds: 31),
      confirmed: Confirmation(form: "drop-in", passes: 3))
  }
}
