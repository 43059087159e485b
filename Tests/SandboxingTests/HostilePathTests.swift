import Testing

@testable import Sandboxing

@Suite struct HostilePathTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let path: String
    let line: String
    var testDescription: String { path.debugDescription }
  }

  @Test(arguments: [
    Case(path: "/srv/plain", line: "ReadWritePaths=-/srv/plain"),
    Case(path: "/srv/100%n", line: "ReadWritePaths=-/srv/100%%n"),
    Case(path: "/srv/a b", line: "ReadWritePaths=\"-/srv/a b\""),
    Case(path: "/srv/a\"b", line: "ReadWritePaths=\"-/srv/a\\\"b\""),
    Case(path: "/srv/it's", line: "ReadWritePaths=\"-/srv/it's\""),
    Case(path: "/srv/back\\slash", line: "ReadWritePaths=\"-/srv/back\\\\slash\""),
    Case(path: "/srv/ends in a backslash\\", line: "ReadWritePaths=\"-/srv/ends in a backslash\\\\\""),
    Case(path: "/srv/ü", line: "ReadWritePaths=-/srv/ü"),
    Case(path: "/srv/[Service]", line: "ReadWritePaths=-/srv/[Service]"),
    Case(path: "/srv/$HOME", line: "ReadWritePaths=-/srv/$HOME"),
  ])
  func aPathStaysOnePath(hostile: Case) {
    let context = ServiceContexts.context { $0.writtenDirectories = [hostile.path] }
    let rendering = Rendering(of: sandbox("ProtectSystem=strict"), on: context)
    #expect(rendering.dropIn().split(separator: "\n").contains(Substring(hostile.line)))
    #expect(
      rendering.properties.last == UnitProperty("ReadWritePaths", .strings(["-\(hostile.path)"])))
  }

  @Test(arguments: [
    "relative", "", "/srv/new\nline", "/srv/tab\there", "/srv/../etc", "/srv/./x", "/srv//x", "/srv/\u{7f}", "/srv/x/",
  ])
  func whatCannotBeWrittenIsPassedOver(path: String) {
    let context = ServiceContexts.context { observed in
      observed.writtenDirectories = [path]
      observed.executedDirectories = [path]
      observed.directories = [path]
      observed.devices = [path]
    }
    let text = Rendering(of: sandbox("ProtectSystem=strict NoExecPaths=/ DevicePolicy=closed"), on: context).dropIn()
    #expect(!text.contains("ReadWritePaths=") && !text.contains("ExecPaths=-") && !text.contains("DeviceAllow="))
    #expect(!Catalogue.candidates(on: context).contains { $0.restriction.value.contains(path) && !path.isEmpty })
  }

  @Test func anArgumentForAShellStaysOneArgument() {
    #expect(Quoting.shell("it's") == "'it'\\''s'")
    #expect(Quoting.shell("a b;$(c)") == "'a b;$(c)'")
    #expect(Quoting.shell("") == "''")
    #expect(Quoting.shell("plain=/x:y") == "plain=/x:y")
    #expect(Quoting.shell("~root") == "'~root'")
  }
}
