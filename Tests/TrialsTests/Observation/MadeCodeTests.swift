import Testing

@testable import Trials

@Suite("Code that a process made itself")
struct MadeCodeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let permissions: String
    let path: String
    let isMade: Bool
  }

  static let cases = [
    Case(testDescription: "in memory that it can still write", permissions: "rwxp", path: "", isMade: true),
    Case(testDescription: "in memory that it cannot write any more", permissions: "r-xp", path: "", isMade: true),
    Case(
      testDescription: "in memory that has got a name", permissions: "r-xp", path: "[anon:JIT code]", isMade: true),
    Case(
      testDescription: "in memory that its children share", permissions: "r-xs", path: "/dev/zero (deleted)",
      isMade: true),
    Case(
      testDescription: "but not the kernel's own for everybody", permissions: "r-xp", path: "[vdso]", isMade: false),
    Case(testDescription: "but not that of breakpoints", permissions: "--xp", path: "[uprobes]", isMade: false),
    Case(
      testDescription: "but not a library's", permissions: "r-xp", path: "/usr/lib/libm.so.6", isMade: false),
    Case(testDescription: "but not data", permissions: "rw-p", path: "", isMade: false),
  ]

  @Test("is what is executable and no file's", arguments: cases)
  func made(case: Case) {
    #expect(Observer.isMadeCode(`case`.permissions, `case`.path) == `case`.isMade)
  }
}
