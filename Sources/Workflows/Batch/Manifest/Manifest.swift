import Foundation
import Profiles
import Trials
import Yams

/// The services of a batch, as their manifests list them.
public struct Manifest: Sendable {
  /// The services, in the order of the files and of the entries in them.
  public private(set) var services: [BatchService] = []
  /// Keys that stand in the files and mean nothing to Cinch, in alphabetical order.
  public private(set) var ignoredKeys: [String] = []

  /// The keys under which a file can list its services.
  static let lists = ["services", "known"]

  /// Reads manifests.
  ///
  /// - Parameters:
  ///   - paths: files, and directories, of which all `.yaml` and `.yml` files are taken in alphabetical order.
  ///   - base: what counts where neither an entry nor its file's defaults say otherwise; its service is of no account.
  /// - Throws: ``ManifestError``.
  public init(contentsOf paths: [String], base: FindRequest) throws(ManifestError) {
    var ignored: Set<String> = []
    var places: [String: String] = [:]
    for path in paths {
      for file in try Self.files(at: path) {
        let reader: ManifestReader
        do {
          reader = try ManifestReader(YAMLDocument(try YAMLDocument.text(of: file)), file: file, base: base)
        } catch let error as ManifestError {
          throw error
        } catch let failure as YAMLDocument.Failure {
          throw ManifestError(failure, file: file)
        } catch {
          throw .malformed(file: file, line: nil, problem: "\(error)")
        }
        ignored.formUnion(reader.ignored)
        for service in reader.services {
          try Self.claim(service.name, "name", for: service, in: file, &places)
          try Self.claim(service.unit, "unit", for: service, in: file, &places)
          services.append(service)
        }
      }
    }
    ignoredKeys = ignored.sorted()
  }

  /// Files are named after services, and two runs of one unit at a time would be in each other's way.
  private static func claim(
    _ value: String, _ key: String, for service: BatchService, in file: String, _ places: inout [String: String]
  ) throws(ManifestError) {
    if let place = places.updateValue("'\(service.name)' of \(file)", forKey: "\(key) \(value)") {
      let problem = "entry \(place) has '\(value)' already"
      throw .invalid(file: file, entry: "'\(service.name)'", key: key, problem: problem)
    }
  }

  private static func files(at path: String) throws(ManifestError) -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
      return [path]
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let manifests = names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
    guard !manifests.isEmpty else { throw .unreadable(file: path, reason: "no .yaml file in it") }
    let directory = path.hasSuffix("/") ? String(path.dropLast()) : path
    return manifests.sorted().map { "\(directory)/\($0)" }
  }
}

extension ManifestError {
  fileprivate init(_ failure: YAMLDocument.Failure, file: String) {
    switch failure {
    case .unreadable(let reason): self = .unreadable(file: file, reason: reason)
    case .alias:
      self = .invalid(
        file: file, entry: nil, key: "&", problem: "a manifest has no anchors and aliases; use 'defaults'")
    case .malformed(let line, let problem): self = .malformed(file: file, line: line, problem: problem)
    }
  }
}

/// One service of a batch: an entry of a manifest, complete with what its defaults say.
public struct BatchService: Sendable {
  /// What the entry is called, and with it all files that are written for it.
  public var name: String
  /// The service, what "works" means for it, and how its sandbox is looked for.
  public var request: FindRequest
  /// Where its profile is, if not where batches keep them.
  public var profile: String?
  /// Whether the manifest says what "works" means: has probes, or says that there are none. Where it does not, the service's
  /// recipe counts, and a saved profile's own health check.
  public var hasHealthCheck: Bool
  /// What the manifest says of the health check, be it all or only what goes with a recipe.
  public var health: HealthSettings

  /// A service by its parts.
  public init(
    name: String, request: FindRequest, profile: String? = nil, hasHealthCheck: Bool = true,
    health: HealthSettings = HealthSettings()
  ) {
    self.name = name
    self.request = request
    self.profile = profile
    self.hasHealthCheck = hasHealthCheck
    self.health = health
  }

  /// The unit's name.
  public var unit: String { request.service.unit ?? name }
}
