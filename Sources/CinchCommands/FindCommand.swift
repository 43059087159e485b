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
    let result = try await untilSignalled {
      try await FindWorkflow(find, in: labs) { event in
        FileHandle.standardError.write(Data("\(line(event))\n".utf8))
      }.run()
    }
    print(result.kept.restrictions.map { $0.description }.joined(separator: "\n"))
    for r in result.rejections {
      print("rejected", r.restriction, r.evidence.map { "\($0.phase): \($0.reason) \($0.probeOutput ?? "")" } ?? "")
    }
    print(result.effort, result.exposureBefore ?? -1, result.exposureAfter ?? -1, result.duration)
  }
}

private func line(_ event: FindEvent) -> String {
  switch event {
  case .step(let s), .warning(let s): s
  case .baseline(let n, let of, let report): "baseline \(n)/\(of) \(report.verdict) \(report.timings)"
  case .universe(let u): "universe \(u.candidates.count)"
  case .trial(let n, let s, let r):
    "trial \(n) \(s.restrictions.count) \(r.verdict.isPassed) \(r.verdict.evidence.map { "\($0.phase) \($0.reason)" } ?? "") \(r.timings.total)"
  case .confirmation(let n, let of, let r): "confirm \(n)/\(of) \(r.verdict.isPassed)"
  }
}
