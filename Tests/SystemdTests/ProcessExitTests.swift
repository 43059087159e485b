import Testing

@testable import Systemd

@Suite("The end of a process")
struct ProcessExitTests {
  struct End: CustomTestStringConvertible {
    var code, status: Int32
    var text: String
    var isSetupFailure = false
    var testDescription: String { text }
  }

  @Test(
    "has a name",
    arguments: [
      End(code: 1, status: 0, text: "exited, status=0/SUCCESS"),
      End(code: 1, status: 5, text: "exited, status=5/NOTINSTALLED"),
      End(code: 1, status: 42, text: "exited, status=42"),
      End(code: 1, status: 75, text: "exited, status=75/TEMPFAIL"),
      End(code: 1, status: 203, text: "exited, status=203/EXEC", isSetupFailure: true),
      End(code: 1, status: 217, text: "exited, status=217/USER", isSetupFailure: true),
      End(code: 1, status: 226, text: "exited, status=226/NAMESPACE", isSetupFailure: true),
      End(code: 1, status: 228, text: "exited, status=228/SECCOMP", isSetupFailure: true),
      End(code: 1, status: 244, text: "exited, status=244/BPF", isSetupFailure: true),
      End(code: 1, status: 255, text: "exited, status=255/EXCEPTION"),
      End(code: 2, status: 31, text: "killed by SIGSYS"),
      End(code: 3, status: 11, text: "killed by SIGSEGV, core dumped"),
      End(code: 2, status: 35, text: "killed by SIGRTMIN+1"),
    ])
  func names(_ end: End) throws {
    let exit = try #require(ProcessExit(code: end.code, status: end.status))
    #expect(exit.description == end.text)
    #expect(exit.isSetupFailure == end.isSetupFailure)
  }

  @Test("is unknown as long as it has not come")
  func running() {
    #expect(ProcessExit(code: 0, status: 0) == nil)
  }
}
