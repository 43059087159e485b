import ArgumentParser
import Foundation
import Lab
import Logging
import Sandboxing
import Trials
import Workflows

/// `cinch find`.
struct FindCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find", abstract: "Find the tightest sandbox that a service bears.")

  @Argument(help: "A unit name, or a unit file's path.")
  var service: String

  @OptionGroup(title: "Health") var health: HealthOptions
  @OptionGroup(title: "Search") var search: SearchOptions
  @OptionGroup(title: "Place") var place: PlaceOptions

  func run() async throws {
    var request = FindRequest(service: .unit(service), check: health.check)
    request.strategy = search.strategy
    request.jobs = search.jobs
    request.scope = search.scope
    request.baselines = search.baselines
    request.confirmations = search.confirmations
    let labs = LabPlaces(place.lab.configuration, actProgram: try Programs.act(), log: Logger(label: "cinch"))
    let find = request
    let progress = ProgressReporter(unit: service, quiet: false, environment: ProcessInfo.processInfo.environment)
    let result = try await progress.whileShown {
      try await untilSignalled {
        try await FindWorkflow(find, in: labs) { event in await progress.show(event) }.run()
      }
    }
    print(result.kept.restrictions.map { $0.description }.joined(separator: "\n"))
    for r in result.rejections {
      print("rejected", r.restriction, "\(r.evidence.phase): \(r.evidence.reason) \(r.evidence.probeOutput ?? "")")
    }
    print(result.effort, result.exposureBefore ?? -1, result.exposureAfter ?? -1, result.duration)
  }
}
