import Sandboxing
import Testing
import Trials

@testable import Workflows

@Suite("What a healthy run lets one expect")
struct HintsTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var unit: [String: BusValue] = ["User": .string("nobody")]
    var runtime = RuntimeObservation()
    let restriction: Restriction
    var trialContext: [Restriction] = []
    let isSuspected: Bool
  }

  static let cases: [Case] = [
    Case(
      testDescription: "a listener needs the network", runtime: listening(on: 6379),
      restriction: Restriction("PrivateNetwork", "yes"), isSuspected: true),
    Case(
      testDescription: "who was seen with no socket may do without",
      restriction: Restriction("PrivateNetwork", "yes"), isSuspected: false),
    Case(
      testDescription: "port 80 takes a capability", runtime: listening(on: 80),
      restriction: Restriction("CapabilityBoundingSet", "~CAP_NET_BIND_SERVICE"), isSuspected: true),
    Case(
      testDescription: "port 8080 does not", runtime: listening(on: 8080),
      restriction: Restriction("CapabilityBoundingSet", "~CAP_NET_BIND_SERVICE"), isSuspected: false),
    Case(
      testDescription: "standard input from /dev/null is a device", unit: ["StandardInput": .string("null")],
      restriction: Restriction("DevicePolicy", "strict"), isSuspected: true),
    Case(
      testDescription: "a socket for standard input is none", unit: ["StandardInput": .string("socket")],
      restriction: Restriction("DevicePolicy", "strict"), isSuspected: false),
    Case(
      testDescription: "readiness is told over a socket", unit: ["Type": .string("notify")],
      restriction: Restriction("RestrictAddressFamilies", "~AF_UNIX"), isSuspected: true),
    Case(
      testDescription: "root is nobody in a user namespace", unit: [:],
      restriction: Restriction("PrivateUsers", "yes"), isSuspected: true),
    Case(
      testDescription: "root that can be spared is not needed", unit: [:],
      restriction: Restriction("PrivateUsers", "yes"), trialContext: [Restriction("User", "www-data")],
      isSuspected: false),
    Case(
      testDescription: "no program runs without reading", restriction: Restriction("SystemCallFilter", "~@basic-io"),
      isSuspected: true),
    Case(
      testDescription: "nor does one start without opening its libraries",
      restriction: Restriction("SystemCallFilter", "~creat open openat openat2"), isSuspected: true),
    Case(
      testDescription: "a listener accepts", runtime: listening(on: 8080),
      restriction: Restriction("SystemCallFilter", "~accept accept4"), isSuspected: true),
    Case(
      testDescription: "a call that it was seen to make is needed", runtime: watched(["mq_open"]),
      restriction: Restriction("SystemCallFilter", "~mq_open"), isSuspected: true),
    Case(
      testDescription: "one that it was not seen to make is not", runtime: watched(["mq_open"]),
      restriction: Restriction("SystemCallFilter", "~accept accept4"), isSuspected: false),
    Case(
      testDescription: "nobody minds being denied an end that comes anyway", runtime: watched(["shutdown"]),
      restriction: Restriction("SystemCallFilter", "~shutdown"), isSuspected: false),
    Case(
      testDescription: "unless it dies of it",
      unit: [
        "User": .string("nobody"), "SystemCallFilter": .list(allow: true, ["@system-service"]),
        "SystemCallErrorNumber": .int32(0),
      ],
      runtime: watched(["shutdown"]), restriction: Restriction("SystemCallFilter", "~shutdown"), isSuspected: true),
    Case(
      testDescription: "who starts as a user changes none", unit: [:], runtime: watched(["setuid"]),
      restriction: Restriction("SystemCallFilter", "~setuid"), trialContext: [Restriction("User", "www-data")],
      isSuspected: false),
    Case(
      testDescription: "who starts as root does", unit: [:], runtime: watched(["setuid"]),
      restriction: Restriction("SystemCallFilter", "~setuid"), isSuspected: true),
    Case(
      testDescription: "what a web server serves is read", runtime: listening(on: 80),
      restriction: Restriction("InaccessiblePaths", "/var/www"), isSuspected: true),
    Case(
      testDescription: "few programs make queues", runtime: listening(on: 8080),
      restriction: Restriction("SystemCallFilter", "~mq_open"), isSuspected: false),
  ]

  @Test("A hint follows from what was seen", arguments: cases)
  func hint(case: Case) {
    let context = ServiceContext(platform: Platform(systemdVersion: 252), base: `case`.unit)
    let candidates = ([`case`.restriction] + `case`.trialContext).map(Self.candidate)
    let hints = Hints(for: candidates, after: `case`.runtime, on: context)
    #expect((hints.probabilities[0] ?? 0 >= 0.5) == `case`.isSuspected)
  }

  @Test("What was kept before is expected to be borne, whatever was seen")
  func expected() throws {
    let restriction = Restriction("PrivateNetwork", "yes")
    let context = ServiceContext(platform: Platform(systemdVersion: 252))
    let hints = Hints(
      for: [Self.candidate(restriction)], after: Self.listening(on: 80), on: context, expecting: Sandbox([restriction]))
    #expect(try #require(hints.probabilities[0]) < 0.01)
  }

  /// Denies calls by name; what else it does is no matter here.
  private static func candidate(_ restriction: Restriction) -> Candidate {
    let calls = restriction.deniedMember?.split(separator: " ").map(String.init) ?? []
    return Candidate(
      restriction, effects: Set(calls.map { Effect(restriction.directive, $0) }), status: .candidate)
  }

  private static func watched(_ calls: Set<String>) -> RuntimeObservation {
    var runtime = RuntimeObservation()
    runtime.systemCalls = calls
    return runtime
  }

  private static func listening(on port: Int) -> RuntimeObservation {
    var runtime = RuntimeObservation()
    runtime.observation.boundPorts = ["tcp:\(port)"]
    runtime.addressFamilies = ["AF_INET"]
    return runtime
  }
}
