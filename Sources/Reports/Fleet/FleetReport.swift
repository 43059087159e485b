import Foundation
import Profiles
import Sandboxing

/// The results of many services on many hosts, side by side.
public struct FleetReport: Sendable {
  /// A file that is no profile, and why.
  public struct Unread: Sendable {
    /// Its path.
    public let file: String
    /// Why it could not be read.
    public let reason: String

    /// A file that is left out.
    public init(file: String, reason: String) {
      self.file = file
      self.reason = reason
    }
  }

  /// The services by name, each with its results on all hosts.
  public let services: [FleetService]
  /// The hosts by name.
  public let hosts: [String]
  /// The directives that have a result for any service, in the catalogue's order.
  public let directives: [Directive]
  /// What could not be read.
  public let unread: [Unread]

  /// Puts results together.
  public init(_ results: [FleetResult], unread: [Unread] = []) {
    hosts = Set(results.map(\.host)).sorted()
    services = Dictionary(grouping: results, by: \.digest.unit).sorted { $0.key < $1.key }.map {
      FleetService($0.key, $0.value.sorted { ($0.host, $0.file) < ($1.host, $1.file) })
    }
    let seen = results.reduce(into: Set<String>()) { $0.formUnion($1.states.keys) }
    directives = Catalogue.directives.filter { seen.contains($0.name) }
    self.unread = unread
  }

  /// All results.
  var results: [FleetResult] { services.flatMap(\.results) }

  /// How many there are of everything, as a phrase.
  var size: String {
    "\(counted(services.count, "service")) on \(counted(hosts.count, "host")), \(counted(results.count, "profile"))"
  }

  /// The mean exposure of all results that know theirs, before and after; nil where none does.
  var exposure: (before: ExposureReading, after: ExposureReading)? { results.meanExposure }
}

/// What a profile says of each directive, on one host.
public struct FleetResult: Sendable {
  /// The host's name.
  public let host: String
  /// The profile's file.
  public let file: String
  /// What it says.
  public let digest: ProfileDigest
  /// What came of each directive, by its name.
  public let states: [String: FleetState]

  /// One result.
  public init(host: String, file: String, _ digest: ProfileDigest) {
    self.host = host
    self.file = file
    self.digest = digest
    states = FleetState.all(in: digest)
  }

  /// What is not kept because the service needs it, or is known to use it.
  var needs: [FleetNeed] {
    digest.rejected.map { FleetNeed($0, isWithheld: false) } + digest.withheld.map { FleetNeed($0, isWithheld: true) }
  }
}

/// Why a restriction is not kept.
struct FleetNeed: Hashable {
  let restriction: Restriction
  let reason: String
  let isWithheld: Bool

  init(_ remark: Remark, isWithheld: Bool) {
    restriction = remark.restriction
    reason = remark.reason
    self.isWithheld = isWithheld
  }
}

/// One service on all hosts that have it.
public struct FleetService: Sendable {
  /// The unit's name.
  public let unit: String
  /// Its results, by host.
  public let results: [FleetResult]

  init(_ unit: String, _ results: [FleetResult]) {
    self.unit = unit
    self.results = results
  }

  /// What came of a directive on all hosts alike, or that they differ.
  func state(of directive: String) -> FleetState {
    let states = Set(results.map { $0.states[directive] ?? .none })
    return states.count == 1 ? states.first ?? .none : .differs
  }

  /// How many directives came out differently from host to host.
  func differences(in directives: [Directive]) -> Int { directives.count { state(of: $0.name) == .differs } }

  /// How many directives came to this on at least one host.
  func count(of state: FleetState) -> Int {
    results.reduce(into: Set<String>()) { $0.formUnion($1.states.filter { $0.value == state }.keys) }.count
  }

  /// What is needed, each with the hosts where it is, as indices into the results.
  var needs: [(need: FleetNeed, results: [Int])] {
    var order: [FleetNeed] = []
    var places: [FleetNeed: [Int]] = [:]
    for (index, result) in results.enumerated() {
      for need in result.needs {
        if places[need] == nil { order.append(need) }
        places[need, default: []].append(index)
      }
    }
    return order.map { ($0, places[$0] ?? []) }
  }

  /// The mean exposure on the hosts that know theirs, before and after; nil where none does.
  var exposure: (before: ExposureReading, after: ExposureReading)? { results.meanExposure }
}

extension [FleetResult] {
  fileprivate var meanExposure: (before: ExposureReading, after: ExposureReading)? {
    let known = compactMap(\.digest.exposure)
    guard !known.isEmpty else { return nil }
    let count = Decimal(known.count)
    return (
      ExposureReading(known.map(\.before).reduce(0, +) / count),
      ExposureReading(known.map(\.after).reduce(0, +) / count)
    )
  }
}
