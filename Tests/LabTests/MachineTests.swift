import Glibc
import Lab
import LabTesting
import Testing

/// What is tried here is done, and not only asked for: each script tries to leave something on the machine, and says with
/// its status whether it was let. Values are written as they are, so that what gets through hurts nobody.
@Suite("A lab leaves no trace on the machine", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct MachineTests {
  struct Attempt: CustomTestStringConvertible {
    let testDescription: String
    let script: String

    static let all = [
      Attempt(
        testDescription: "a setting, in a fresh /proc",
        script: "mkdir -p /p; mount -t proc none /p && cat /p/sys/vm/page-cluster > /p/sys/vm/page-cluster"),
      Attempt(
        testDescription: "a setting, made writable again",
        script: "mount -o remount,rw /proc/sys; cat /proc/sys/vm/page-cluster > /proc/sys/vm/page-cluster"),
      Attempt(
        testDescription: "a setting, in namespaces of one's own",
        script: "unshare --mount-proc --fork --pid sh -c 'cat /proc/sys/vm/page-cluster > /proc/sys/vm/page-cluster'"),
      Attempt(
        testDescription: "an object of the kernel, in a fresh /sys",
        script: "mkdir -p /s; mount -t sysfs none /s && cat /s/kernel/rcu_expedited > /s/kernel/rcu_expedited"),
      Attempt(
        testDescription: "an object of the kernel, made writable again",
        script: "mount -o remount,rw /sys; cat /sys/kernel/rcu_expedited > /sys/kernel/rcu_expedited"),
      Attempt(
        testDescription: "an object of the kernel, with a network of one's own",
        script: """
          unshare --net --mount sh -c \
          'mount -t sysfs none /mnt && cat /mnt/kernel/rcu_expedited > /mnt/kernel/rcu_expedited'
          """),
      Attempt(testDescription: "the machine's devices", script: "mount -t devtmpfs none /mnt"),
      Attempt(testDescription: "the kernel's debugging", script: "mount -t debugfs none /mnt"),
      Attempt(testDescription: "the kernel's tracing", script: "mount -t tracefs none /mnt"),
      Attempt(
        testDescription: "a loop device",
        script: "truncate -s 1M /image; mknod /dev/loop7 b 7 7; losetup /dev/loop7 /image && losetup -d /dev/loop7"),
      Attempt(
        testDescription: "a loop device that is to be chosen",
        script: "mknod /dev/loop-control c 10 237; exec 3<> /dev/loop-control"),
      Attempt(testDescription: "virtual sockets' device", script: "mknod /v c 10 125; exec 3< /v"),
      Attempt(testDescription: "the kernel's log, to write", script: "mknod /k c 1 11; exec 3> /k"),
      Attempt(testDescription: "the kernel's log, emptied", script: "dmesg --clear"),
      Attempt(testDescription: "the kernel's log, off the console", script: "dmesg --console-off"),
      Attempt(testDescription: "the console's level", script: "dmesg --console-level 7"),
      Attempt(testDescription: "a key in root's keyring", script: key("add_key, q(user), q(cinch), q(x), 1, -4")),
      Attempt(
        testDescription: "a key in root's keyring, by its number",
        script: key("add_key, q(user), q(cinch), q(x), 1, syscall(keyctl, 0, -4, 0)")),
      Attempt(
        testDescription: "a key in root's session keyring", script: key("add_key, q(user), q(cinch), q(x), 1, -5")),
      Attempt(testDescription: "a keyring that stays for days", script: key("keyctl, 22, -1, -3")),
      Attempt(testDescription: "root's keyring, emptied", script: key("keyctl, 7, -4")),
    ]

    /// A script that makes a system call with these arguments, and fails where that does (keyctl(1) is not everywhere).
    private static func key(_ call: String) -> String {
      #if arch(x86_64)
        let numbers = "sub add_key {248} sub keyctl {250}"
      #else
        let numbers = "sub add_key {217} sub keyctl {219}"
      #endif
      return "perl -e '\(numbers) exit(syscall(\(call)) < 0)'"
    }
  }

  @Test(
    "whatever is tried, by a command and by a unit",
    arguments: [nil, Lab.Layout.hybrid, .v2] as [Lab.Layout?])
  func refuses(layout: Lab.Layout?) async throws {
    let before = try Machine()
    try await TestLabs.withLab(TestLabs.configuration(layout: layout)) { lab in
      #expect(lab.unguarded == [])
      for attempt in Attempt.all {
        let command = try await lab.run(["sh", "-c", attempt.script])
        #expect(!command.isSuccess, "\(attempt)")
        let unit = try await lab.run(
          ["systemd-run", "--wait", "--quiet", "-p", "ProtectProc=invisible", "sh", "-c", attempt.script])
        #expect(!unit.isSuccess, "\(attempt), as a unit")
      }
      // A value that is another one, in the way in which a unit brings it about by accident.
      _ = try await lab.run([
        "systemd-run", "--wait", "--quiet", "-p", "ProtectProc=invisible", "-p",
        "ExecStartPre=-/sbin/sysctl -w vm.page-cluster=5", "true",
      ])
    }
    #expect(try Machine() == before)
  }

  @Test("although keyrings work as they do in production")
  func keys() async throws {
    let before = try Machine()
    try await TestLabs.withLab { lab in
      try lab.copyIn(TestLabs.program("cinch-act"), to: "/act")
      for (mode, act) in [
        ("inherit", "useSessionKeyring"), ("inherit", "useUserKeyring"), ("shared", "useUserKeyring"),
      ] {
        let result = try await lab.run([
          "systemd-run", "--wait", "--quiet", "-p", "KeyringMode=\(mode)", "/act", act,
        ])
        #expect(result.isSuccess, "\(mode), \(act): \(result.error)")
      }
    }
    #expect(try Machine() == before)
  }

  @Test("although new file systems can be mounted")
  func mounts() async throws {
    try await TestLabs.withLab { lab in
      let result = try await lab.run([
        "sh", "-c",
        "mount -t tmpfs none /mnt && mount -o remount,bind,ro /mnt && mount -t proc none /mnt && mount --bind /etc /mnt",
      ])
      #expect(result.isSuccess, "\(result.error)")
    }
  }

  /// What a lab could have left.
  struct Machine: Equatable {
    let settings: [String]
    let keys: Int

    init() throws {
      let paths = ["vm/page-cluster", "vm/swappiness", "kernel/printk", "kernel/core_pattern", "kernel/sysrq"]
      settings = paths.map { File.of("/proc/sys/" + $0) } + [File.of("/sys/kernel/rcu_expedited")]
      // Others come and go, the user's own are counted.
      keys = File.of("/proc/keys").split(separator: "\n").filter { $0.contains("cinch") }.count
    }
  }

  private enum File {
    static func of(_ path: String) -> String {
      guard let file = fopen(path, "r") else { return "?" }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 64 << 10)
      let count = fread(&bytes, 1, bytes.count, file)
      return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
  }
}
