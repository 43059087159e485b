import Testing

@testable import Linux

@Suite("What the kernel says is understood")
struct ParsingTests {
  @Test("of mounts")
  func mounts() throws {
    let plain = try #require(MountEntry(line: "27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard"))
    #expect(plain.root == "/" && plain.point == "/" && plain.type == "ext4")
    #expect(plain.superOptions == ["rw", "discard"])
    let odd = try #require(
      MountEntry(line: "36 35 98:0 /a\\040b /mnt\\134\\011x rw master:1 propagate_from:2 - tmpfs none rw"))
    #expect(odd.root == "/a b" && odd.point == "/mnt\\\tx")
    #expect(MountEntry(line: "") == nil)
    #expect(MountEntry(line: "1 2 3 4 5 -") == nil)
  }

  @Test(
    "of a process's control group",
    arguments: [
      ("0::/system.slice/a.service\n", "/system.slice/a.service"),
      ("9:name=systemd:/\n8:pids:/x/y/z.service\n0::/a.service\n", "/a.service"),
      ("9:name=systemd:/\n0::/system.slice/a.service (deleted)\n", "/system.slice/a.service"),
      ("8:pids:/x\n", nil), ("", nil),
    ])
  func controlGroup(text: String, expected: String?) {
    #expect(ProcessFiles.controlGroup(in: text) == expected)
  }

  @Test(
    "of how a thread is scheduled",
    arguments: [("-5", "0", -5, false), ("0", "2", 0, true)])
  func scheduling(nice: String, policy: String, expected: Int, isRealtime: Bool) throws {
    let numbers = (4...52).map { $0 == 19 ? nice : $0 == 41 ? policy : "7" }
    let scheduling = try #require(ThreadScheduling(parsing: "4711 (a) b) S \(numbers.joined(separator: " "))\n"))
    #expect(scheduling.nice == expected && scheduling.isRealtime == isRealtime)
    #expect(ThreadScheduling(parsing: "4711 (a) S 1") == nil)
  }

  @Test(
    "of how busy the machine is",
    arguments: [
      ("0.20 0.18 0.12 1/80 11206\n", 2, 0.1), ("0.20 0.18 0.12 9/80 11206", 2, 4), ("6.00 5.37 4.16 1/99 1", 4, 1.5),
      ("0.00 0.00 0.00 0/1 1", 1, 0), ("", 2, nil), ("0.1 0.1 0.1", 2, nil),
    ])
  func load(line: String, processors: Int, perProcessor: Double?) {
    #expect(MachineLoad(line: line, processors: processors)?.perProcessor == perProcessor)
  }

  @Test("of users and groups, whatever else their files have")
  func accounts() throws {
    let accounts = Accounts(
      users: "root:x:0:0:root:/root:/bin/bash\n+::::::\nweb:x:33:33::/var/www:/bin/false\n\nshort:x:1\n",
      groups: "root:x:0:\nweb:x:33:\nssl:x:99:mail,web\n# no group\nadm:x:4:syslog\n")
    #expect(accounts.users.map(\.name) == ["root", "web"] && accounts.groups.map(\.number) == [0, 33, 99, 4])
    let web = try #require(accounts.user(named: "web"))
    #expect(web.number == 33 && web.home == "/var/www" && accounts.groups(of: web) == [33, 99])
    #expect(accounts.userName("33") == "web" && accounts.userName("34") == "34")
    #expect(accounts.groupName("99") == "ssl" && accounts.groupName("5") == "5")
  }

  struct Hierarchies: CustomTestStringConvertible {
    let testDescription: String
    let memberships: String
    let mounts: [String]
    let expected: [ControlGroupHierarchy]

    static let all = [
      Hierarchies(
        testDescription: "v2", memberships: "0::/system.slice/a.service\n",
        mounts: ["1 2 0:1 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate"],
        expected: [.init(kind: .unified, ownDirectory: "/sys/fs/cgroup/system.slice/a.service")]),
      Hierarchies(
        testDescription: "hybrid",
        memberships: "5:name=systemd:/\n4:cpu,cpuacct:/\n3:memory:/x\n2:pids:/\n0::/\n",
        mounts: [
          "1 2 0:1 / /cg/unified rw - cgroup2 cgroup2 rw", "1 2 0:2 / /cg/memory rw - cgroup cgroup rw,memory",
          "1 2 0:3 / /cg/systemd rw - cgroup cgroup rw,xattr,name=systemd",
          "1 2 0:4 / /cg/cpu rw - cgroup cgroup rw,cpu,cpuacct",
        ],
        expected: [
          .init(kind: .legacy("name=systemd"), ownDirectory: "/cg/systemd"),
          .init(kind: .legacy("cpu,cpuacct"), ownDirectory: "/cg/cpu"),
          .init(kind: .legacy("memory"), ownDirectory: "/cg/memory/x"),
          .init(kind: .unified, ownDirectory: "/cg/unified"),
        ]),
      Hierarchies(
        testDescription: "a part of a hierarchy", memberships: "0::/docker/abc/inner\n",
        mounts: ["1 2 0:1 /docker/abc /cg rw - cgroup2 cgroup2 rw"],
        expected: [.init(kind: .unified, ownDirectory: "/cg/inner")]),
      Hierarchies(
        testDescription: "another part of it", memberships: "0::/docker/abcd\n",
        mounts: ["1 2 0:1 /docker/abc /cg rw - cgroup2 cgroup2 rw"], expected: []),
      Hierarchies(testDescription: "nothing mounted", memberships: "0::/\n", mounts: [], expected: []),
    ]
  }

  @Test("of control groups", arguments: Hierarchies.all)
  func hierarchies(_ given: Hierarchies) {
    let mounts = given.mounts.compactMap { MountEntry(line: Substring($0)) }
    #expect(ControlGroupHierarchy.parse(memberships: given.memberships, mounts: mounts) == given.expected)
  }

  @Test("Paths keep their bytes")
  func paths() {
    let path = TreePath("//a///b/")
    #expect(path.text == "/a/b" && path.depth == 2 && path.name?.text == "b")
    #expect(path.parent == TreePath("a") && path.parent.parent.isRoot && TreePath.root.parent.isRoot)
    #expect(path.hasAncestor(in: [TreePath("a")]) && !path.hasAncestor(in: [path, TreePath("b")]))
    #expect(TreePath("").appending(path) == path && path.appending(TreePath.root) == path)
    #expect(TreePath(bytes: [0x61, 0xFF, 0x2F, 0x62]) != TreePath(bytes: [0x61, 0xFE, 0x2F, 0x62]))
    #expect(FileName("a.wants").hasSuffix(".wants") && !FileName("wants").hasSuffix(".wants"))
  }
}
