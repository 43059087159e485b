import LabTesting
import Testing

@Suite("Places for results", .serialized, .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct OutputPlaceTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var prepare = "true"
    let command: String
    let status: Int32
    let says: String

    static let all = [
      Case(
        testDescription: "another user's link", prepare: "ln -s /etc/precious /tmp/o; chown -h 65534 /tmp/o",
        command: "find --host example --health true --output /tmp/o", status: 1, says: "is another user's"),
      Case(
        testDescription: "no directory", command: "find --host example --health true --profile /nonesuch/p.yaml",
        status: 1,
        says: "a directory that is not there"),
      Case(
        testDescription: "one file for two",
        command: "find --host example --health true --profile /root/x --html /root/../root/x",
        status: 64, says: "name the same file"),
      Case(
        testDescription: "an impossible value", command: "find --host example --health true --only ProtectSystem=maybe",
        status: 64, says: "is not one of the restrictions of ProtectSystem"),
      Case(
        testDescription: "a family of addresses that is none",
        command: "find --host example --health true --only RestrictAddressFamilies=~AF_FOO",
        status: 64, says: "is not one of the restrictions of RestrictAddressFamilies"),
      Case(
        testDescription: "a system call that is none",
        command: "find --host example --health true --depth syscalls --only SystemCallFilter=~umonut2",
        status: 64, says: "did you mean 'umount2'"),
      Case(
        testDescription: "too many baselines",
        command: "find --host example --health true --baselines 9223372036854775807", status: 64,
        says: "from 1 to 1000"),
      Case(
        testDescription: "a directory of results that another batch has",
        prepare: "mkdir -p -m 700 /root/b/.cinch; echo 'services: [{name: g, unit: example}]' > /root/m.yaml",
        command: "batch /root/m.yaml --host --output-dir /root/b", status: 75, says: "is taken by"),
    ]
  }

  @Test("are looked at before anything is done", arguments: Case.all)
  func refused(_ example: Case) async throws {
    try await HostLab.withLab { host in
      let prepared = try await host.shell(example.prepare)
      #expect(prepared.isSuccess, "\(prepared.error)")
      let before = try await host.inventory()
      let lock = example.command.hasPrefix("batch") ? "flock /root/b/.cinch/batch.lock " : ""
      let result = try await host.shell("\(lock)\(TestLabs.cinch) \(example.command)")
      #expect(result.ending == .exited(example.status), "\(result.error)")
      #expect(result.error.contains(example.says), "\(result.error)")
      #expect(try await host.inventory() == before)
      #expect(!(try await host.shell("ls /etc/precious")).isSuccess)
    }
  }
}
