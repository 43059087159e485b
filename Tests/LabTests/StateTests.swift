import CLinux
import Glibc
import Lab
import LabTesting
import Testing

@Suite("A lab goes back to a snapshot", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct StateTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    /// Run before the snapshot, and after it.
    var before = ":"
    let after: String
    var testDescription: String { name }
  }

  /// What a service may do to files of the tree (/usr/share/base-files, /etc/login.defs), to files that a setup made
  /// (/var/lib/own), and in memory.
  static let cases = [
    Case(name: "nothing", after: ":"),
    Case(name: "a new file", after: "echo new > /var/lib/new"),
    Case(name: "a new tree", after: "mkdir -p /var/lib/new/a/b; echo x > /var/lib/new/a/b/c; ln -s b /var/lib/new/a/l"),
    Case(name: "a file of the tree written", after: "echo '# x' >> /etc/login.defs"),
    Case(name: "a file of the tree removed", after: "rm /etc/login.defs"),
    Case(name: "a file of the tree replaced", after: "cp /etc/login.defs /etc/x; mv /etc/x /etc/login.defs"),
    Case(name: "a file of the tree turned into a directory", after: "rm /etc/login.defs; mkdir -p /etc/login.defs/sub"),
    Case(name: "a file of the tree turned into a link", after: "ln -sf passwd /etc/login.defs"),
    Case(name: "a mode", after: "chmod 600 /etc/login.defs"),
    Case(name: "an owner", after: "chown 12:34 /etc/login.defs"),
    Case(name: "a directory's mode", after: "chmod 700 /usr/share/base-files"),
    Case(name: "a directory of the tree removed", after: "rm -r /usr/share/base-files"),
    Case(name: "a directory of the tree made again", after: "rm -r /usr/share/base-files; mkdir /usr/share/base-files"),
    Case(name: "a directory of the tree renamed", after: "mv /usr/share/base-files /usr/share/moved"),
    Case(
      name: "a directory of the tree renamed, and written in both places",
      after: "mv /usr/share/base-files /usr/share/m; touch /usr/share/m/new; mkdir /usr/share/base-files"),
    Case(
      name: "a directory renamed before, and written after", before: "mv /usr/share/base-files /usr/share/moved",
      after: "echo x >> /usr/share/moved/motd; rm /usr/share/moved/profile; touch /usr/share/moved/new"),
    Case(
      name: "a directory removed before, and made after", before: "rm -r /usr/share/base-files",
      after: "mkdir /usr/share/base-files; touch /usr/share/base-files/x"),
    Case(
      name: "a directory made anew before, and gone after",
      before: "rm -r /usr/share/base-files; mkdir /usr/share/base-files; touch /usr/share/base-files/own",
      after: "rm -r /usr/share/base-files"),
    Case(
      name: "a merged directory gone after", before: "touch /usr/share/base-files/own; rm /usr/share/base-files/motd",
      after: "rm -r /usr/share/base-files"),
    Case(name: "an own file written", before: "echo 1 > /var/lib/own", after: "echo 2 > /var/lib/own"),
    Case(name: "an own file removed", before: "echo 1 > /var/lib/own", after: "rm /var/lib/own"),
    Case(
      name: "an own tree removed", before: "mkdir -p /var/lib/own/a; echo 1 > /var/lib/own/a/b; chmod 711 /var/lib/own",
      after: "rm -r /var/lib/own"),
    Case(
      name: "a large own file", before: "head -c 3000000 /dev/urandom > /var/lib/own",
      after: "truncate -s 5 /var/lib/own"),
    Case(
      name: "a large own file, one byte", before: "head -c 3000000 /dev/urandom > /var/lib/own",
      after: "printf x | dd of=/var/lib/own bs=1 seek=2000000 conv=notrunc"),
    Case(
      name: "a sparse file", before: "truncate -s 500G /var/lib/own; echo end >> /var/lib/own",
      after: "rm /var/lib/own"),
    Case(
      name: "hard links", before: "cd /var/lib; echo 1 > own; ln own own2; ln own own3",
      after: "cd /var/lib; echo 2 >> own2; rm own3"),
    Case(name: "one of several names", before: "cd /var/lib; echo 1 > own; ln own own2", after: "rm /var/lib/own"),
    Case(
      name: "fifos, sockets and devices",
      before: "cd /var/lib; mkfifo own-fifo; mknod own-null c 1 3; chmod 640 own-null",
      after: "cd /var/lib; rm own-fifo own-null; mkfifo new-fifo; mknod new-zero c 1 5; echo > own-fifo"),
    Case(name: "links", before: "ln -s /nowhere /var/lib/own", after: "ln -sf /elsewhere /var/lib/own"),
    Case(
      name: "set-user-ID", before: "cp /bin/true /var/lib/own; chmod 4755 /var/lib/own",
      after: "chown daemon /var/lib/own"),
    Case(
      name: "names that are no text",
      after: "cd /var/lib; printf x > \"$(printf 'a\\377b')\"; mkdir \"$(printf '\\301')\""),
    Case(name: "names with everything in them", after: "touch '/var/lib/a b\nc\\d:e,f' '/var/lib/-rf'"),
    Case(name: "things that came and went", after: "touch /var/lib/x; rm /var/lib/x"),
    Case(
      name: "memory", before: "echo 1 > /run/own; mkdir /run/dir; touch /run/dir/a; echo 1 > /dev/shm/own",
      after:
        "echo 2 > /run/own; rm -r /run/dir; rm /dev/shm/own; echo 1 > /dev/shm/new; mkdir -p /tmp/a/b; touch /run/lock/l"
    ),
    Case(name: "temporary files that stay", after: "touch /var/tmp/x; mkdir -m 1777 /var/tmp/y"),
  ]

  @Test("whatever was done")
  func goesBack() async throws {
    try await TestLabs.withLab { lab in
      for given in Self.cases {
        let base = try lab.snapshot()
        let prepared = try await lab.run(["bash", "-e", "-c", given.before])
        #expect(prepared.isSuccess, "\(given.name): \(prepared.error)")
        let snapshot = try lab.snapshot()
        let before = try await Listing(of: lab)
        // Twice: what was put back counts as untouched, and is put back again all the same.
        for round in 1...2 {
          let done = try await lab.run(["bash", "-e", "-c", given.after])
          #expect(done.isSuccess, "\(given.name): \(done.error)")
          try await lab.restore(to: snapshot)
          #expect(try await Listing(of: lab).changes(since: before) == [], "\(given.name), round \(round)")
          let written = try lab.writtenPaths(since: snapshot)
          #expect(written == [], "\(given.name), round \(round)")
        }
        try await lab.restore(to: base)
      }
    }
  }

  @Test("although a file was written through shared memory alone, which leaves no mark on it")
  func seesWritesThroughMemory() async throws {
    try await TestLabs.withLab { lab in
      try lab.write(String(repeating: "x", count: 8192), to: "/var/lib/own")
      let snapshot = try lab.snapshot()
      let file = open(lab.root + "/var/lib/own", O_RDWR)
      defer { close(file) }
      let memory = try #require(mmap(nil, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0))
      memory.storeBytes(of: UInt8(ascii: "y"), toByteOffset: 5000, as: UInt8.self)
      munmap(memory, 8192)
      #expect(try lab.writtenPaths(since: snapshot) == ["/var/lib/own"])
      try await lab.restore(to: snapshot)
      #expect(try lab.read("/var/lib/own") == String(repeating: "x", count: 8192))
    }
  }

  @Test("and extended attributes with it")
  func putsAttributesBack() async throws {
    func set(_ value: String, of path: String) { _ = setxattr(path, "trusted.test", value, value.utf8.count, 0) }
    func value(of path: String) -> String? {
      var value = [UInt8](repeating: 0, count: 16)
      let length = getxattr(path, "trusted.test", &value, value.count)
      return length < 0 ? nil : String(decoding: value.prefix(length), as: UTF8.self)
    }
    try await TestLabs.withLab { lab in
      let (own, other) = (lab.root + "/var/lib/own", lab.root + "/etc/login.defs")
      try lab.write("", to: "/var/lib/own")
      set("1", of: own)
      let snapshot = try lab.snapshot()
      set("2", of: own)
      set("2", of: other)
      #expect(try lab.writtenPaths(since: snapshot) == ["/etc/login.defs", "/var/lib/own"])
      try await lab.restore(to: snapshot)
      #expect(value(of: own) == "1")
      #expect(value(of: other) == nil)
    }
  }

  @Test("and its IPC objects with it")
  func removesIPCObjects() async throws {
    try await TestLabs.withLab { lab in
      let made = try await lab.run(["sh", "-c", "ipcmk -M 4096 -S 2 -Q | wc -l"])
      let snapshot = try lab.snapshot()
      let kept = try await lab.run(["ipcs"]).output
      _ = try await lab.run(["sh", "-c", "ipcmk -M 4096; ipcmk -S 2; ipcmk -Q"])
      #expect(made.output.trimmed == "3")
      #expect(try await lab.run(["ipcs"]).output != kept)
      try await lab.restore(to: snapshot)
      #expect(try await lab.run(["ipcs"]).output == kept)
    }
  }

  @Test("after anything at random")
  func goesBackFromAnything() async throws {
    try await TestLabs.withLab { lab in
      let base = try lab.snapshot()
      for seed in UInt64(1)...8 {
        var operations = RandomOperations(seed: seed)
        _ = try await lab.run(["bash", "-c", operations.script(count: 30)])
        let snapshot = try lab.snapshot()
        let before = try await Listing(of: lab)
        for round in 1...2 {
          _ = try await lab.run(["bash", "-c", operations.script(count: 60)])
          try await lab.restore(to: snapshot)
          #expect(try await Listing(of: lab).changes(since: before) == [], "seed \(seed), round \(round)")
        }
        try await lab.restore(to: base)
      }
    }
  }

  struct Written: CustomTestStringConvertible {
    let script: String
    let paths: [String]
    var testDescription: String { script }
  }

  @Test("and says what was written meanwhile")
  func saysWhatWasWritten() async throws {
    let cases = [
      Written(script: "echo x >> /etc/login.defs", paths: ["/etc/login.defs"]),
      Written(script: "rm /etc/login.defs", paths: ["/etc/login.defs"]),
      Written(script: "chmod 600 /etc/login.defs", paths: ["/etc/login.defs"]),
      Written(script: "mkdir -p /var/lib/new/a; touch /var/lib/new/a/b", paths: ["/var/lib/new"]),
      Written(script: "touch /var/log/x /run/y", paths: ["/run/y", "/var/log/x"]),
      Written(script: "touch /var/lib/x; rm /var/lib/x", paths: ["/var/lib"]),
      Written(script: "cat /etc/login.defs; ls -R /var/lib", paths: []),
      Written(script: "logger hello; systemctl daemon-reload; systemd-run --wait true", paths: []),
    ]
    try await TestLabs.withLab { lab in
      let snapshot = try lab.snapshot()
      for given in cases {
        _ = try await lab.run(["sh", "-c", given.script])
        #expect(try lab.writtenPaths(since: snapshot) == given.paths, "\(given.script)")
        try await lab.restore(to: snapshot)
      }
    }
  }
}
