import Profiles
import Sandboxing
import Trials

extension Profile {
  /// A profile that keeps what a unit has by itself, as if it had been found.
  init(ownRestrictionsOf unit: String, check: HealthCheck, in provider: any EnvironmentProvider) async throws {
    let harness = try await TrialHarness(opening: .unit(unit), check: check, form: .bare, in: provider)
    do {
      let service = harness.service
      let whole = Catalogue.candidates(
        on: ServiceContext(platform: harness.platform, base: service.properties), scope: Scope())
      let bare = ServiceContext(platform: harness.platform, base: service.properties(in: .bare))
      let staying = Set(Catalogue.candidates(on: bare).filter { $0.status == .alreadySet }.map(\.restriction))
      let own = whole.filter { $0.status == .alreadySet && !staying.contains($0.restriction) }.map(\.restriction)
      self.init(
        service: ProfiledService(unit: service.unit, kind: service.properties["Type"]?.text ?? "simple"),
        environment: try await harness.runEnvironment(), healthCheck: check, kept: Sandbox(own),
        search: SearchSummary(strategy: "none", seed: 0, trials: 0, seconds: 0),
        confirmed: Confirmation(form: "unit", passes: 0))
    } catch {
      await harness.close()
      throw error
    }
    await harness.close()
  }
}
