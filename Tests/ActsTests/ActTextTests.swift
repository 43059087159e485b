import Sandboxing
import Testing

@Suite("The textual form of acts")
struct ActTextTests {
  struct Sample: CustomTestStringConvertible, Sendable {
    let act: Act
    let text: String
    var testDescription: String { text }

    init(_ act: Act, _ text: String) {
      self.act = act
      self.text = text
    }
  }

  static let samples: [Sample] = [
    Sample(.gainPrivileges, "gainPrivileges"),
    Sample(.runAsRoot, "runAsRoot"),
    Sample(.hold(capability: "CAP_NET_RAW"), "hold:CAP_NET_RAW"),
    Sample(.exercise(capability: "CAP_SYS_CHROOT"), "exercise:CAP_SYS_CHROOT"),
    Sample(.share(.net, inode: nil), "share:net"),
    Sample(.share(.user, inode: 4_026_531_837), "share:user=4026531837"),
    Sample(.mapUser(65536), "mapUser:65536"),
    Sample(.unshare(.cgroup), "unshare:cgroup"),
    Sample(.read(path: "/tmp/a b:c=d"), "read:/tmp/a b:c=d"),
    Sample(.write(path: "/etc"), "write:/etc"),
    Sample(.escape(socket: "/run/systemd/private"), "escape:/run/systemd/private"),
    Sample(.execute(path: "/bin/true"), "execute:/bin/true"),
    Sample(.openDevice(path: "/dev/null"), "openDevice:/dev/null"),
    Sample(.keepTmp, "keepTmp"),
    Sample(.makeFiles(mode: 0o640), "makeFiles:0640"),
    Sample(.letIn(.state, mode: 0o005), "letIn:state=0005"),
    Sample(.letIn(.runtime, mode: 0o050), "letIn:runtime=0050"),
    Sample(.makeSetUserID, "makeSetUserID"),
    Sample(.makeControlGroups, "makeControlGroups"),
    Sample(.manageOwnControlGroup, "manageOwnControlGroup"),
    Sample(.seeProcess(1), "seeProcess:1"),
    Sample(.readProcess(1), "readProcess:1"),
    Sample(.leaveSharedMemory, "leaveSharedMemory"),
    Sample(.findSharedMemory, "findSharedMemory"),
    Sample(.useSessionKeyring, "useSessionKeyring"),
    Sample(.useUserKeyring, "useUserKeyring"),
    Sample(.dumpCore, "dumpCore"),
    Sample(.notify(.child), "notify:child"),
    Sample(.setHostname, "setHostname"),
    Sample(.setClock, "setClock"),
    Sample(.removeModule, "removeModule"),
    Sample(.readKernelLog, "readKernelLog"),
    Sample(.becomeRealtime, "becomeRealtime"),
    Sample(.changePersonality, "changePersonality"),
    Sample(.mapWritableExecutable, "mapWritableExecutable"),
    Sample(.callForeignArchitecture, "callForeignArchitecture"),
    Sample(.call("uname"), "call:uname"),
    Sample(.socket(family: "AF_INET"), "socket:AF_INET"),
    Sample(.send(address: "::1"), "send:::1"),
    Sample(.bind(port: 5599), "bind:5599"),
  ]

  @Test("is written and read back", arguments: samples)
  func roundTrip(_ sample: Sample) {
    #expect(sample.act.description == sample.text)
    #expect(Act(parsing: sample.text) == sample.act)
  }

  @Test(
    "makes no act of what makes no sense",
    arguments: [
      "", ":", "dance", "mapWX", "gainPrivileges:", "gainPrivileges:now", "hold", "hold:", "hold:NET_RAW",
      "exercise:CAP_CHOWN", "share:", "share:disk", "share:net=", "share:net=x", "mapUser:-1", "mapUser:4294967296",
      "unshare:space", "read:", "read:etc", "write:relative/path", "escape:private", "execute:true", "openDevice:null",
      "makeFiles:888",
      "makeFiles:4755", "letIn:", "letIn:state", "letIn:home=0005", "letIn:state=0007", "seeProcess:0", "seeProcess:-1",
      "readProcess:self", "notify:parent", "call:", "socket:INET",
      "send:", "bind:65536",
    ])
  func rejects(_ text: String) {
    #expect(Act(parsing: text) == nil)
  }
}

@Suite("System call numbers")
struct SystemCallTests {
  @Test("are those of the kernel", arguments: [("openat2", 437), ("mseal", 462), ("file_setattr", 469)])
  func shared(_ call: (name: String, number: Int)) {
    #expect(SystemCalls.number(of: call.name) == call.number)
  }

  #if arch(x86_64)
    @Test("are those of x86", arguments: [("read", 0), ("uname", 63), ("reboot", 169), ("openat", 257), ("rseq", 334)])
    func own(_ call: (name: String, number: Int)) {
      #expect(SystemCalls.number(of: call.name) == call.number)
    }
  #endif

  @Test("belong to one name each")
  func unique() {
    let numbers = SystemCalls.names.compactMap(SystemCalls.number)
    #expect(numbers == numbers.sorted())
    #expect(Set(numbers).count == SystemCalls.names.count)
    #expect(SystemCalls.number(of: "no_such_call") == nil)
  }
}
