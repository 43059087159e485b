import ArgumentParser
import Trials

/// The options that say what "works" means.
struct HealthOptions: ParsableArguments {
  @Option(
    name: .customLong("health"),
    help: ArgumentHelp(
      "A shell command that exits 0 when the service is healthy, 125 when it cannot tell. Repeatable: run in order, and all must pass the first time.",
      valueName: "command"))
  var health: [String] = []

  @Option(
    help: ArgumentHelp("A URL that must answer with a status below 400 (needs curl). Repeatable.", valueName: "url"))
  var healthHttp: [String] = []

  @Option(
    help: ArgumentHelp("An address that must accept a TCP connection. Repeatable.", valueName: "host:port"),
    transform: { text in
      guard let probe = Probe.tcp(parsing: text) else { throw ValidationError("'\(text)' is not HOST:PORT") }
      return probe
    })
  var healthTcp: [Probe] = []

  @Option(
    help: ArgumentHelp(
      "A shell command retried until it succeeds, for services that are active before they are ready.",
      valueName: "command"))
  var ready: String?

  @Option(
    help: ArgumentHelp("How long the service may take to become ready without restrictions.", valueName: "seconds"))
  var readyTimeout: Double = 30

  @Option(help: ArgumentHelp("A shell command run before every start. Repeatable.", valueName: "command"))
  var prepare: [String] = []

  @Option(help: ArgumentHelp("A shell command run once, before anything else. Repeatable.", valueName: "command"))
  var setup: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long the service must stay up before it counts as started (default: 0.3, and 1 without any probe).",
      valueName: "seconds"))
  var settle: Double?

  @Flag(inversion: .prefixedNo, help: "Reload the service, if it can, and probe it again.")
  var reload = true

  @Flag(inversion: .prefixedNo, help: "Stop the service, start it on the state it made, and probe it again.")
  var restart = true

  func validate() throws {
    for (name, seconds) in [("--ready-timeout", readyTimeout), ("--settle", settle ?? 0)] {
      guard HealthCheck.possibleSeconds.contains(seconds) else {
        throw ValidationError("\(name) takes a number of seconds from 0 to 86400, not \(seconds)")
      }
    }
  }

  /// What the options say, as one health check.
  var check: HealthCheck {
    let probes = health.map(Probe.exec) + healthHttp.map(Probe.http) + healthTcp
    return HealthCheck(
      setup: setup, prepare: prepare, ready: ready, readyTimeout: .seconds(readyTimeout), probes: probes,
      settle: settle.map { .seconds($0) } ?? HealthCheck.usualSettle(with: probes), reload: reload, restart: restart)
  }
}
