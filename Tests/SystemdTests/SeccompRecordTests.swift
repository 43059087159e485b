import Sandboxing
import Testing

@testable import Systemd

@Suite("Records of denied system calls")
struct SeccompRecordTests {
  private static let body = """
    auid=4294967295 uid=0 gid=0 ses=4294967295 pid=11219 comm="mount" exe="/usr/bin/mount" sig=31 arch=ARCH \
    syscall=NUMBER compat=0 ip=0x7f89d62b7e5a code=0x80000000
    """

  private static func text(prefix: String = "", architecture: String, number: Int) -> String {
    prefix + "audit(1795506011.961:2): "
      + body.replacing("ARCH", with: architecture).replacing("NUMBER", with: String(number))
  }

  #if arch(x86_64)
    private static let (native, foreign) = ("c000003e", "40000003")
  #else
    private static let (native, foreign) = ("c00000b7", "40000028")
  #endif

  @Test("are read from the audit log and from the kernel's", arguments: ["", "audit: type=1326 "])
  func reading(prefix: String) throws {
    let number = try #require(SystemCalls.number(of: "mount"))
    let record = try #require(
      SeccompRecord(parsing: Self.text(prefix: prefix, architecture: Self.native, number: number)))
    #expect(record.systemCall == "mount")
    #expect(record.pid == 11219)
    #expect(record.command == "mount")
    #expect(record.executable == "/usr/bin/mount")
    #expect(record.signal == 31)
    #expect(record.milliseconds == 1_795_506_011_961)
    #expect(record.serial == 2)
  }

  @Test("of another architecture, or of a call newer than the table, name the number")
  func unknown() throws {
    let foreign = SeccompRecord(parsing: Self.text(architecture: Self.foreign, number: 21))
    #expect(foreign?.systemCall == "system call 21")
    let newer = SeccompRecord(parsing: Self.text(architecture: Self.native, number: 9999))
    #expect(newer?.systemCall == "system call 9999")
  }

  @Test("belong to a unit of one manager")
  func unit() throws {
    let number = try #require(SystemCalls.number(of: "mount"))
    var record = try #require(SeccompRecord(parsing: Self.text(architecture: Self.native, number: number)))
    #expect(!record.isOf("a.service"))
    record.controlGroup = "/lab-1/system.slice/a.service/worker"
    #expect(record.isOf("a.service", below: "/lab-1"))
    #expect(record.isOf("a.service"))
    #expect(!record.isOf("a.service", below: "/lab-2"))
    #expect(!record.isOf("a", below: "/lab-1"))
  }

  @Test("give names back that the kernel wrote in hexadecimal")
  func hexadecimal() {
    let text = Self.text(architecture: Self.native, number: 1)
      .replacing("exe=\"/usr/bin/mount\"", with: "exe=2F6F707420783A")
    #expect(SeccompRecord(parsing: text)?.executable == "/opt x:")
  }

  @Test(
    "are not seen in other texts",
    arguments: ["", "audit(1:2", "audit: type=2000 audit(1795155250.660:1): state=initialized audit_enabled=0 res=1"])
  func others(text: String) {
    #expect(SeccompRecord(parsing: text) == nil)
  }
}
