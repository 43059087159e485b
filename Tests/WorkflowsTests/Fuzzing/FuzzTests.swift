import Foundation
import Profiles
import Systemd
import Testing
import Trials

@testable import Workflows

/// Inputs that somebody else has written, in thousands of forms that nobody would write. A short run of a fixed seed; the
/// environment variable CINCH_FUZZ_SECONDS makes it that long for each reader, with a seed that is printed.
@Suite("Whatever is read, nothing crashes or hangs")
struct FuzzTests {
  /// What reads an input.
  enum Reader: String, CaseIterable {
    case profile, manifest, dropIn, unitName, auditRecord

    func read(_ bytes: [UInt8], in directory: String) throws {
      let text = String(decoding: bytes, as: UTF8.self)
      switch self {
      case .profile:
        guard let profile = try? Profile(yaml: text, file: "p.yaml") else { return }
        // What is read can be written, and read again as the same.
        let text = try profile.yaml()
        let again = try Profile(yaml: text, file: "p.yaml").yaml()
        guard again == text else { throw Changed(before: text, after: again) }
      case .manifest:
        let file = directory + "/m.yaml"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let base = FindRequest(service: .command([]), check: HealthCheck())
        _ = try? Manifest(contentsOf: [file], base: base)
      case .dropIn:
        _ = Installation.directives(in: text)
        _ = text.terminalSafe + SecretText.masked(text)
      case .unitName:
        guard let name = try? UnitName(text) else { return }
        guard try UnitName(name.description).description == name.description else {
          throw Changed(before: name.description, after: "\(try UnitName(name.description))")
        }
        _ = UnitName.escape(text)
      case .auditRecord:
        _ = SeccompRecord(parsing: text)
      }
    }

    private static let profileText = """
      cinch: 1
      service: {unit: nginx.service, kind: forking}
      environment: {systemd: 252.39-1~deb12u1, kernel: 6.18.44, libc: glibc 2.36, package: nginx 1.22.1-9, unit: 00ff}
      healthCheck:
        setup: ["rm -f /etc/x/*"]
        ready: 'true'
        readyTimeout: 2500ms
        probes: [exec: curl -fsS http://127.0.0.1/, tcp: '[::1]:80']
        settle: 300ms
        reload: true
        restart: false
      kept: [ProtectSystem=full, PrivateTmp=yes, SystemCallFilter=~@mount, ReadWritePaths=~/srv]
      rejected:
      - restriction: PrivateNetwork=yes
        evidence: {phase: health 1, reason: it failed, mainProcess: 'killed by SIGSYS', journal: ["a: b", 'it''s']}
        proof: {keptExcept: [PrivateTmp=yes], and: [ProtectHome=read-only]}
      notEnforced: [{restriction: ProtectClock=yes, reason: clock_settime was still allowed}]
      observed: {writtenDirectories: [/run], user: www-data}
      exposure: {before: 9.6, after: 2.3}
      search: {strategy: adaptive, seed: 18446744073709551615, trials: 44, seconds: 31}
      confirmed: {form: drop-in, passes: 3, failures: 0}

      """

    func seeds() throws -> [[UInt8]] {
      let texts: [String] =
        switch self {
        case .profile: [Self.profileText]
        case .manifest:
          [
            "services:\n- name: web\n  unit: nginx.service\n  health: [\"curl -fsS http://127.0.0.1/\"]\n",
            "defaults: {settle_s: 0.5, reload: false}\nservices: [{name: a, unit: b, only: [ProtectSystem=strict]}]\n",
            "known:\n  - {name: x, unit: y, baselines: 3, health_tcp: ['[::1]:80'], ready: |\n      true\n    }\n",
          ]
        case .dropIn:
          [
            "[Unit]\nA=b\n[Service]\n# x\nProtectSystem=strict\n ReadWritePaths = -/run \\\n  /srv\n;c\n[Install]\n",
            "[Service]\nEnvironment=PASSWORD=x 'A=b c'\nExecStart=/bin/x --token y https://u:p@h/\n",
          ]
        case .unitName:
          ["nginx.service", "a@b.service", "dev-sda1\\x2d.device", "user@1000.service", ".service", "a@.socket"]
        case .auditRecord:
          [
            "audit: type=1326 audit(1700000000.123:45): auid=0 uid=0 gid=0 ses=1 pid=77 comm=\"nginx\""
              + " exe=\"/usr/sbin/nginx\" sig=31 arch=c000003e syscall=41 compat=0 ip=0x7f code=0x80000000",
            "audit(1700000000.123:45): pid=1 comm=6E67696E78 sig=0 arch=c000003e syscall=999999 code=0x7ffc0000",
          ]
        }
      return texts.map { Array($0.utf8) }
    }
  }

  struct Changed: Error {
    let before: String
    let after: String
  }

  @Test("of a profile, a manifest, a drop-in, a unit's name or an audit record", arguments: Reader.allCases)
  func survives(_ reader: Reader) throws {
    let directory = FileManager.default.temporaryDirectory.path + "/cinch-fuzz-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let seconds = ProcessInfo.processInfo.environment["CINCH_FUZZ_SECONDS"].flatMap(Double.init)
    let seed: UInt64 = seconds == nil ? 12 : .random(in: .min ... .max)
    let seeds = try reader.seeds()
    var mutator = Mutator(
      seed: seed, words: ["kept", "service", "services", "[Service]", "ProtectSystem=", ".service"])
    let end = seconds.map { ContinuousClock.now + .seconds($0) }
    var count = 0
    while end.map({ ContinuousClock.now < $0 }) ?? (count < 1500) {
      let input = mutator.mutated(seeds)
      count += 1
      do {
        try reader.read(input, in: directory)
      } catch {
        Issue.record("\(reader.rawValue), seed \(seed), input \(count): \(error): \(Data(input).base64EncodedString())")
        return
      }
    }
    if let seconds {
      print("\(reader.rawValue): seed \(seed), \(count) inputs, \(Int(Double(count) / seconds)) a second")
    }
  }
}
