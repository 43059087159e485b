import CLinux
import Foundation
import Testing

/// Where a v2 hierarchy is mounted. There control groups have no file for devices, and a program in the kernel decides.
private let root = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"].first { access($0 + "/cgroup.procs", F_OK) == 0 }

@Suite("A v2 group's devices", .enabled(if: geteuid() == 0 && root != nil, "needs root and cgroup v2"))
struct DevicePolicyTests {
  @Test("are those that it is given")
  func devices() throws {
    let group = try #require(root) + "/cinch-test-\(UUID().uuidString)"
    #expect(mkdir(group, 0o755) == 0)
    defer { rmdir(group) }
    let directory = open(group, O_RDONLY | O_DIRECTORY)
    defer { close(directory) }
    let attached = "rw".withCString { access in
      let rules = [
        clinux_device_rule(kind: CChar(UInt8(ascii: "c")), major: 1, minor: 3, access: access),
        clinux_device_rule(kind: CChar(UInt8(ascii: "c")), major: 136, minor: -1, access: access),
      ]
      return clinux_admit_devices(directory, rules, rules.count)
    }
    #expect(attached == 0)
    #expect(clinux_keep_kernel_settings(directory, false) == 0)

    let node = FileManager.default.temporaryDirectory.path + "/cinch-node-\(UUID().uuidString)"
    defer { unlink(node) }
    for (script, isLet) in [
      (": < /dev/null", true), (": > /dev/null", true), (": < /dev/zero", false), ("mknod \(node) c 1 3", false),
      (": < /dev/kmsg", false), ("cat /proc/sys/vm/page-cluster > /proc/sys/vm/page-cluster", false),
    ] {
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", "echo $$ > \(group)/cgroup.procs && (\(script))"]
      try shell.run()
      shell.waitUntilExit()
      #expect((shell.terminationStatus == 0) == isLet, "\(script)")
    }
  }
}
