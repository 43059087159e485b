import Sandboxing
import Testing

@testable import Trials

@Suite("A secret") struct SecretsTests {
  private static let canary = "c4nary-Xq"

  private static func command(_ words: [String]) -> UnitProperty {
    UnitProperty(
      "ExecStartEx",
      .array(element: "(sasas)", [.structure([.string("/bin/d"), .strings(["/bin/d"] + words), .strings([])])]))
  }

  @Test(
    "is hidden in text by its name or its form",
    arguments: [
      "password=\(canary)", "DB_PASSWORD='\(canary)'", "--token=\(canary)", #"{"api_key": "\#(canary)"}"#,
      "Authorization: Bearer \(canary)", "postgres://user:\(canary)@db/x", "secret: \(canary)", "AUTH_KEY=\(canary),x",
    ])
  func text(_ text: String) {
    let masked = SecretText.masked(text)
    #expect(!masked.contains(Self.canary) && masked.contains(SecretText.placeholder), "\(masked)")
  }

  @Test(
    "is not seen where there is none",
    arguments: [
      "bind() to 0.0.0.0:80 failed (98: Address already in use)", "open(/etc/passwd) = EACCES", "see http://host:80/x",
      "main process exited, code=exited, status=1/FAILURE", "the token was unexpected", "",
    ])
  func harmless(_ text: String) { #expect(SecretText.masked(text) == text) }

  @Test(
    "of the unit stands neither in the line that is shown nor in the one that is run",
    arguments: [
      UnitProperty("Environment", .strings(["LANG=C.UTF-8", "SECRET=\(canary)"])),
      UnitProperty("Environment", .strings(["DSN=\(canary)", "CONFIG=/etc/d.conf"])),
    ])
  func environment(_ property: UnitProperty) {
    let line = SystemdRunLine(Subject(unit: "x.service", properties: [property, Self.command([])]))
    #expect(!line.description.contains(Self.canary) && line.description.contains(SecretText.placeholder))
    #expect(!line.exactWords.joined(separator: " ").contains(Self.canary))
    #expect(line.variables.count == 1 && line.variables[0].hasSuffix(Self.canary))
  }

  @Test(
    "in a command line is not shown",
    arguments: [["--password=\(canary)"], ["--token", canary], ["-c", "X_SECRET=\(canary) run"]])
  func commands(_ words: [String]) {
    for name in ["ExecStartEx", "ExecStartPreEx"] {
      let command = Self.command(words)
      let line = SystemdRunLine(
        Subject(unit: "x.service", properties: [UnitProperty(name, command.value), Self.command([])]))
      #expect(!line.description.contains(Self.canary), "\(line)")
    }
  }

  @Test("that a service writes down is hidden in what its trial left")
  func evidence() {
    let credential = UnitProperty(
      "SetCredential",
      .array(
        element: "(say)",
        [.structure([.string("key"), .array(element: "y", "cr3dential".utf8.map { .byte($0) })])]))
    let secrets = Secrets(of: [
      UnitProperty("Environment", .strings(["SECRET=\(Self.canary)", "MODE=prod", "PIN=12"])), credential,
      Self.command(["--token", "t0ken-arg"]),
    ])
    let evidence = secrets.masked(
      Evidence(
        phase: .start, reason: "it said \(Self.canary)", probeOutput: "got t0ken-arg",
        journal: ["x: started with \(Self.canary) in prod", "x: cr3dential"]))
    #expect(evidence.reason == "it said <hidden>")
    #expect(evidence.probeOutput == "got <hidden>")
    #expect(evidence.journal == ["x: started with <hidden> in prod", "x: <hidden>"])
  }
}
