import Sandboxing
import Testing
import Trials
import Workflows

@testable import CinchCommands

@Suite("Options of a search")
struct SearchOptionsTests {
  @Test("the margin of single calls and the answer to a denied one are the user's to choose")
  func deniedCalls() throws {
    let find = try FindCommand.parse(["web.service", "--depth", "syscalls", "--no-margin", "--kill"])
    let request = try find.search.completing(
      FindRequest(service: .unit("web.service"), check: HealthCheck()), in: .system)
    #expect(!request.scope.keepsSiblings)
    #expect(request.scope.killsOnDeniedCall)

    let usual = try FindCommand.parse(["web.service"]).search
    #expect(try usual.completing(request, in: .system).scope.keepsSiblings)
    #expect(try !usual.completing(request, in: .system).scope.killsOnDeniedCall)
  }

  @Test("no margin where there are no single calls is a mistake")
  func noMargin() {
    #expect(throws: (any Error).self) { try FindCommand.parse(["web.service", "--no-margin"]) }
  }
}
