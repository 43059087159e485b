import Foundation
import Ledger
import Profiles
import Sandboxing
import SnapshotTesting
import Systemd
import Testing
import Trials

@testable import Reports
@testable import Workflows

/// A result with something of everything, and with text that a hostile service wrote.
enum Fixture {
  static let escape = "\u{1b}]0;owned\u{7}\u{1b}[2J"
  static let markup = "<script>alert('1')</script> & \"quotes\" `ticks` | bars"
  /// Text that reorders, a C1 control sequence introducer, and a quote that hides behind a combining mark.
  static let tricky = "\u{202e}gnp\u{9b}31m \"\u{301} onmouseover=\u{301}"

  static let platform = Platform(
    systemdVersion: 252, systemdFeatures: ["+SECCOMP"], kernelRelease: "6.1.0",
    capabilities: ["CAP_CHOWN", "CAP_NET_BIND_SERVICE", "CAP_SETUID", "CAP_SYS_ADMIN", "CAP_SYS_TIME"])
  static let context = ServiceContext(platform: platform)

  static func restriction(_ text: String) -> Restriction { Restriction(parsing: text) ?? Restriction(text, "") }

  static let kept = Sandbox(
    [
      "ProtectSystem=yes", "ProtectSystem=full", "ProtectHome=read-only", "ProtectHome=tmpfs", "ProtectHome=yes",
      "PrivateTmp=yes", "NoNewPrivileges=yes", "CapabilityBoundingSet=~CAP_SYS_ADMIN",
      "CapabilityBoundingSet=~CAP_SYS_TIME", "ProtectClock=yes", "LockPersonality=yes", "RestrictRealtime=yes",
    ].map(restriction))

  static let rejections = [
    Rejection(
      restriction("PrivateUsers=yes"),
      because: FailureReason(
        denies: "it listens on tcp:80", says: "bind() to 0.0.0.0:80 failed (13: Permission denied)", source: .service),
      evidence: Evidence(
        phase: .start, reason: "the main process exited before it was ready", result: "exit-code",
        mainProcess: .exited(1), journal: ["nginx: bind() to 0.0.0.0:80 failed (13: Permission denied)"]),
      proof: .init(of: Sandbox([restriction("PrivateUsers=yes")]), besides: restriction("PrivateUsers=yes"), kept: kept)
    ),
    Rejection(
      restriction("CapabilityBoundingSet=~CAP_SETUID"),
      evidence: Evidence(
        phase: .healthAfterRestart(2), reason: "the probe exited with status 22 \(escape)", probe: .exited(22),
        probeOutput: "curl: (22) \(escape)\n\(markup)\n\(tricky)", deniedSystemCall: "setuid",
        journal: ["nginx: \(escape)", "nginx: \(markup)", "nginx: \(tricky)"]),
      proof: .init(
        of: kept.adding(restriction("CapabilityBoundingSet=~CAP_SETUID")),
        besides: restriction("CapabilityBoundingSet=~CAP_SETUID"), kept: kept)),
  ]

  static let profile: Profile = {
    var profile = profileAlone
    profile.undone = Lint.findings(under: Rendering(of: kept, on: context).effects, on: context)
    return profile
  }()

  private static let profileAlone = Profile(
    service: ProfiledService(unit: "nginx.service", kind: "forking"),
    environment: RunEnvironment(
      systemd: "252.39-1~deb12u1", kernel: "6.1.0", libc: "glibc 2.36", package: "nginx 1.22.1-9", unit: "cafe"),
    healthCheck: HealthCheck(restart: false), kept: kept, rejected: rejections,
    withheld: [
      Withheld(
        restriction("PrivateNetwork=yes"), seen: "it listens on tcp:80 \(escape)",
        probe: "--health-tcp 127.0.0.1:80")
    ],
    notEnforced: [Remark(restriction("IPAddressDeny=any"), "its act was still allowed")],
    notSupported: [
      Remark(restriction("PrivateTmp=disconnected"), "needs systemd 257"),
      Remark(restriction("PrivatePIDs=yes"), "needs systemd 257"),
    ],
    excluded: [Remark(restriction("ProtectProc=invisible"), "--exclude")],
    undecided: [restriction("ProtectSystem=strict")], alreadySet: [restriction("KeyringMode=private")],
    exposure: Exposure(tenthsBefore: 96, tenthsAfter: 24),
    search: SearchSummary(
      strategy: "adaptive", seed: 1, trials: 31, rounds: 9, seconds: 42,
      onUnit: "Other units know it by another name. \(escape)"),
    confirmed: Confirmation(form: "drop-in", passes: 2))

  /// The service, run by a command with hostile words.
  static let subject = Subject(
    unit: "nginx.service",
    properties: [
      UnitProperty("Type", .string("forking")),
      UnitProperty(
        "ExecStartEx",
        .array(
          element: "(sasas)",
          [.structure([.string("/usr/sbin/nginx"), .strings(["nginx", "-g", "daemon on; \(escape)"]), .strings([])])])),
    ])

  static let report = FindReport(
    profile, on: context,
    commands: [
      restriction("PrivateUsers=yes"): SystemdRunLine(
        subject, under: Rendering(of: Sandbox([restriction("PrivateUsers=yes")]), on: context))
    ])

  /// As it looks when it was read from a file.
  static let savedReport = FindReport(profile)
}

/// Holds a text to the recorded one of that name (``Snapshot/difference(of:from:of:)``).
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  if let difference = try Snapshot.difference(of: text, from: name, of: sourceLocation.moduleName) {
    Issue.record("\(difference)", sourceLocation: sourceLocation)
  }
}
