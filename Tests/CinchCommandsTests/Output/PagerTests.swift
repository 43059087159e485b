import Testing

@testable import CinchCommands

@Suite("Pager")
struct PagerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    var environment: [String: String] = [:]
    var isInteractive = true
    var isWanted = true
    var isPrivileged = false
    let command: [String]?
    var testDescription: String { name }
  }

  @Test(
    "is chosen as systemd's tools choose it",
    arguments: [
      Case(name: "less, where nothing is said", command: ["less"]),
      Case(name: "$PAGER", environment: ["PAGER": "more -d"], command: ["more", "-d"]),
      Case(
        name: "$SYSTEMD_PAGER first", environment: ["PAGER": "more", "SYSTEMD_PAGER": "less -R"],
        command: ["less", "-R"]),
      Case(name: "none, where it is empty", environment: ["SYSTEMD_PAGER": "", "PAGER": "more"], command: nil),
      Case(name: "none, where it is cat", environment: ["PAGER": "cat"], command: nil),
      Case(name: "none, where nobody looks", isInteractive: false, command: nil),
      Case(name: "none, with --no-pager", isWanted: false, command: nil),
      Case(name: "only less under sudo", environment: ["PAGER": "vim -"], isPrivileged: true, command: ["less"]),
    ])
  func choice(_ test: Case) {
    let pager = Pager(
      isInteractive: test.isInteractive, isWanted: test.isWanted, environment: test.environment,
      isPrivileged: test.isPrivileged)
    #expect(pager.command == test.command)
    #expect(pager.variables["LESSSECURE"] == (test.isPrivileged ? "1" : "0"))
  }
}
