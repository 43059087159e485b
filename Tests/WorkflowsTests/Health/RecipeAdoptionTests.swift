import Recipes
import Testing
import Trials
import Workflows

@Suite("The recipe of a real daemon", .serialized, .enabled(if: DaemonTree.isThere, "\(DaemonTree.reason)"))
struct RecipeAdoptionTests {
  struct Daemon: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let unit: String
    let setup: String
    let recipe: String
    /// What its probes are told.
    let told: String
  }

  @Test(
    "asks where the daemon waits, and finds it healthy there",
    arguments: [
      Daemon(
        testDescription: "nginx on another port", unit: "nginx.service",
        setup:
          "sed -i 's/listen 80 /listen 8123 /; s/listen \\[::\\]:80 /listen [::]:8123 /' /etc/nginx/sites-enabled/*",
        recipe: "nginx", told: "http=127.0.0.1:8123; "),
      Daemon(
        testDescription: "redis on IPv6 alone", unit: "redis-server.service",
        setup: "sed -i 's/^bind .*/bind ::1/; s/^port .*/port 7123/' /etc/redis/redis.conf",
        recipe: "redis", told: "redis_host=::1; redis_port=7123; "),
    ])
  func adoption(daemon: Daemon) async throws {
    let library = try RecipeLibrary(in: [RecipeLibrary.shipped(with: DaemonTree.programs)])
    let request = FindRequest(service: .unit(daemon.unit), check: HealthCheck())
    var settings = HealthSettings()
    settings.setup = [daemon.setup]
    let found = try await RecipeAdoption(of: library, in: DaemonTree.provider).adopting(request, by: settings)
    #expect(found.recipe == daemon.recipe)
    #expect(found.check.setup == [daemon.setup])
    #expect(found.check.probes.first?.script.hasPrefix(daemon.told) == true)

    let harness = try await TrialHarness(
      opening: request.service, check: found.check, form: .installed, in: DaemonTree.provider)
    let verdict = try await harness.runner.run(.empty).verdict
    await harness.close()
    #expect(verdict.isPassed, "\(verdict)")
  }

  @Test("is none where there is none for it")
  func none() async throws {
    let request = FindRequest(service: .unit("nginx.service"), check: HealthCheck())
    let found = try await RecipeAdoption(of: RecipeLibrary([]), in: DaemonTree.provider).adopting(request)
    #expect(found.recipe == nil)
    #expect(found.check.probes.isEmpty)
  }
}
