import Foundation
import LabTesting
import Testing
import Trials
import Workflows

@Suite("What services in labs depend on", .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct EnvironmentTests {
  @Test("is told of those that are there, and is another one when a unit file is")
  func environments() async throws {
    let folder = try ManifestFolder()
    let unit = "[Service]\nExecStart=/bin/sleep infinity\n"
    let service = ServiceReference.file(path: try folder.write(unit, to: "cinch-test.service"))
    let missing = ServiceReference.unit("nonesuch.service")
    let provider = LabProvider(
      TestLabs.configuration(), actProgram: TestLabs.program("cinch-act"))

    let first = try await provider.environments(of: [service, missing])
    #expect(first[missing] == nil)
    let environment = try #require(first[service])
    #expect(environment.libc.hasPrefix("glibc") && environment.binary?.count == 64)
    #expect(try await provider.environments(of: [service]) == first)

    try folder.write(unit + "Nice=1\n", to: "cinch-test.service")
    let second = try #require(try await provider.environments(of: [service])[service])
    #expect(second.unit != environment.unit && second.binary == environment.binary)
  }
}
