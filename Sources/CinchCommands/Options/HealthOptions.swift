import ArgumentParser
import Synchronization
import Trials

/// The options that say what "works" means.
struct HealthOptions: ParsableArguments {
  @Option(
    name: .customLong("health"),
    help: ArgumentHelp(
      "A shell command that exits 0 when the service is healthy, 125 when it cannot tell. Repeatable: run in order, and all must pass the first time. In its environment are CINCH_UNIT, CINCH_MAINPID and, in a lab, CINCH_LAB.",
      valueName: "command"),
    transform: { try GivenProbe(.exec, $0) })
  var health: [GivenProbe] = []

  @Option(
    help: ArgumentHelp("A URL that must answer with a status below 400 (needs curl). Repeatable.", valueName: "url"),
    transform: { try GivenProbe(.http, $0) })
  var healthHttp: [GivenProbe] = []

  @Option(
    help: ArgumentHelp("An address that must accept a TCP connection. Repeatable.", valueName: "host:port"),
    transform: { try GivenProbe(.tcp, $0) })
  var healthTcp: [GivenProbe] = []

  @Option(
    help: ArgumentHelp(
      "A shell command retried until it succeeds, for services that are active before they are ready.",
      valueName: "command"))
  var ready: String?

  @Option(
    help: ArgumentHelp(
      "How long the service may take to become ready without restrictions. (default: 30)", valueName: "seconds"),
    transform: HealthOptions.time)
  var readyTimeout: Duration?

  @Option(help: ArgumentHelp("A shell command run before every start. Repeatable.", valueName: "command"))
  var prepare: [String] = []

  @Option(help: ArgumentHelp("A shell command run once, before anything else. Repeatable.", valueName: "command"))
  var setup: [String] = []

  @Option(
    help: ArgumentHelp(
      "How long the service must stay up before it counts as started (default: 0.3, and 1 without any probe).",
      valueName: "seconds"),
    transform: HealthOptions.time)
  var settle: Duration?

  @Flag(inversion: .prefixedNo, help: "Reload the service, if it can, and probe it again.")
  var reload = true

  @Flag(inversion: .prefixedNo, help: "Stop the service, start it on the state it made, and probe it again.")
  var restart = true

  /// What the options say, as one health check.
  var check: HealthCheck { settings.check }

  /// What the options say; what they do not is nil.
  var settings: HealthSettings {
    let probes = (health + healthHttp + healthTcp).sorted { $0.number < $1.number }.map(\.probe)
    var settings = HealthSettings()
    settings.setup = setup.isEmpty ? nil : setup
    settings.prepare = prepare.isEmpty ? nil : prepare
    settings.ready = ready
    settings.readyTimeout = readyTimeout
    settings.probes = probes.isEmpty ? nil : probes
    settings.settle = settle
    settings.reload = reload ? nil : false
    settings.restart = restart ? nil : false
    return settings
  }

  private static func time(_ text: String) throws -> Duration {
    guard let time = HealthSettings.time(text) else {
      throw ValidationError("'\(text)' is not a time from 0 to 86400 seconds, like 2 or 300ms")
    }
    return time
  }
}

/// A probe, and the how-manieth it was on the command line: the parser keeps the order within an option only.
struct GivenProbe {
  let probe: Probe
  let number: Int

  private static let count = Atomic(0)

  /// Reads a probe; called in the order of the command line.
  init(_ kind: Probe.Kind, _ text: String) throws {
    do {
      probe = try Probe(kind, text)
    } catch {
      throw ValidationError(error.description)
    }
    number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
  }
}
