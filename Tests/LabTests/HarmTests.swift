import Glibc
import Lab
import LabTesting
import Testing

@Suite("A lab hurts nobody", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct HarmTests {
  struct Attempt: CustomTestStringConvertible {
    let name: String
    /// Succeeds where the harm would be done, without doing it where it can be helped.
    let script: String
    /// What has to be allowed for it; nil for what never is.
    var allowance: Lab.Allowance?
    var testDescription: String { name }

    static let all = [
      Attempt(name: "the kernel's settings", script: "test -w /proc/sys/kernel/pid_max", allowance: .sysctl),
      Attempt(name: "magic system requests", script: "test -w /proc/sysrq-trigger"),
      Attempt(
        name: "the kernel's objects", script: "test -w /sys/kernel/rcu_expedited", allowance: .sysctl),
      // The same time again is as much of a change as any other.
      Attempt(name: "the clock", script: "date -s @$(date +%s)", allowance: .time),
      Attempt(
        name: "modules", script: "setpriv --dump | grep -q '^Capability bounding set:.*sys_module'", allowance: .modules
      ),
      Attempt(
        name: "raw I/O", script: "setpriv --dump | grep -q '^Capability bounding set:.*sys_rawio'", allowance: .devices),
      Attempt(
        name: "disks",
        script: "mknod /dev/disk b $(cat /sys/dev/block/*/dev | head -1 | tr : ' ') && head -c 1 /dev/disk",
        allowance: .devices),
      Attempt(name: "the kernel log, writing", script: "exec 3> /dev/kmsg", allowance: .kernelLog),
      Attempt(name: "the kernel log, taking from it", script: "test -f /proc/kmsg", allowance: .kernelLog),
      Attempt(name: "debugging interfaces", script: "test -e /sys/kernel/debug/sched"),
    ]
  }

  @Test("unless it may")
  func refuses() async throws {
    // Sharing the network is no use here, and dangerous for the tests that run meanwhile.
    let allowances = Set(Lab.Allowance.allCases).subtracting([.hostNetwork])
    try await TestLabs.withLab { careful in
      try await TestLabs.withLab(TestLabs.configuration(allow: allowances)) { bold in
        for attempt in Attempt.all {
          let refused = try await careful.run(["sh", "-c", attempt.script])
          #expect(!refused.isSuccess, "\(attempt.name)")
          let unit = try await careful.run(["systemd-run", "--wait", "--quiet", "sh", "-c", attempt.script])
          #expect(!unit.isSuccess, "\(attempt.name), as a unit")
          guard attempt.allowance != nil else { continue }
          let allowed = try await bold.run(["sh", "-c", attempt.script])
          #expect(allowed.isSuccess, "\(attempt.name): \(allowed.error)")
        }
      }
    }
  }

  @Test("for its host name is its own")
  func keepsTheHostName() async throws {
    var before = utsname()
    uname(&before)
    try await TestLabs.withLab { lab in
      let changed = try await lab.run(["sh", "-c", "echo other > /proc/sys/kernel/hostname; uname -n"])
      #expect(changed.output == "other\n")
    }
    var after = utsname()
    uname(&after)
    #expect(withUnsafeBytes(of: before.nodename) { Array($0) } == withUnsafeBytes(of: after.nodename) { Array($0) })
  }

  @Test("for its network is its own, with nothing but lo, which is up")
  func hasItsOwnNetwork() async throws {
    try await TestLabs.withLab { lab in
      let devices = try await lab.run([
        "sh", "-c", "ls /sys/class/net; cat /sys/class/net/lo/operstate /proc/net/if_inet6",
      ])
      #expect(devices.output.hasPrefix("lo\nunknown\n00000000000000000000000000000001"))
      // And it is the lab's own to configure.
      let setting = try await lab.run([
        "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward",
      ])
      #expect(setting.output == "1\n")
    }
  }

  @Test("for its tasks, memory and disk end somewhere")
  func isLimited() async throws {
    let limits = Lab.Limits(memory: 256 << 20, tasks: 100, disk: 32 << 20)
    // What was built would not fit on this disk.
    try await Lab.with(TestLabs.configuration(limits: limits)) { lab in
      let disk = try await lab.run(["sh", "-c", "head -c 64M /dev/zero > /var/big"])
      #expect(disk.error.contains("No space left"))
      let memory = try await lab.run(["sh", "-c", "head -c 1G /dev/zero | tail"])
      #expect(!memory.isSuccess)
      let tasks = try await lab.run(["sh", "-c", "for i in $(seq 200); do sleep 20 & done"])
      #expect(tasks.error.contains("fork"))
    }
  }

  @Test("for no link in it leads out of it")
  func keepsPathsInside() async throws {
    try await TestLabs.withLab { lab in
      _ = try await lab.run([
        "sh", "-c", "mkdir /inside; rm -rf /srv; ln -s /inside /srv; ln -s /proc/self/root/inside /out",
      ])
      try lab.write("in the lab", to: "/srv/cinch-test/file")
      #expect(try lab.read("/inside/cinch-test/file") == "in the lab")
      #expect(access("/inside", F_OK) != 0 && access("/srv/cinch-test", F_OK) != 0)
      let escaped: Void? = try? lab.write("", to: "/out/file")
      #expect(escaped == nil)
    }
  }
}
