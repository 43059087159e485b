import Profiles
import Sandboxing
import Search
import Systemd
import Trials

/// What is known of a service while its entry is read.
struct ManifestEntry {
  var name: String?
  var request: FindRequest
  var profile: String?
  /// What it says of what "works" means; nil where nothing is said.
  var health: HealthSettings?

  init(_ request: FindRequest) { self.request = request }
}

/// A key that an entry of a manifest can have beside those of ``HealthSettings``.
struct ManifestKey: Sendable {
  /// Which part of an entry a key belongs to.
  enum Part {
    /// Which service it is: nothing that several could share.
    case identity
    /// How its sandbox is looked for.
    case search
  }

  let name: String
  let part: Part
  let read: @Sendable (ManifestValue, inout ManifestEntry) throws(ManifestProblem) -> Void

  private init(
    _ name: String, _ part: Part,
    _ read: @escaping @Sendable (ManifestValue, inout ManifestEntry) throws(ManifestProblem) -> Void
  ) {
    self.name = name
    self.part = part
    self.read = read
  }

  /// All of them by their names.
  static let all = Dictionary(uniqueKeysWithValues: (identity + search).map { ($0.name, $0) })

  private static let identity = [
    ManifestKey("name", .identity) { (value, entry) throws(ManifestProblem) in entry.name = try fileName(value.text())
    },
    ManifestKey("unit", .identity) { (value, entry) throws(ManifestProblem) in
      do {
        entry.request.service = try ServiceReference(parsing: try value.text(), in: value.directory)
      } catch let error as ServiceReference.Invalid {
        throw ManifestProblem(text: error.description)
      } catch let problem as ManifestProblem {
        throw problem
      } catch {
        throw ManifestProblem(text: "\(error)")
      }
    },
    ManifestKey("profile", .identity) { (value, entry) throws(ManifestProblem) in
      let path = try value.text()
      entry.profile = path.hasPrefix("/") ? path : "\(value.directory)/\(path)"
    },
  ]

  private static let search = [
    ManifestKey("strategy", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.strategy = try value.choice(of: MaximalSetSearch.Strategy.self)
    },
    ManifestKey("strict", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.isStrict = try value.truth()
    },
    ManifestKey("depth", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.scope.depth = try value.choice(of: Scope.Depth.self)
    },
    ManifestKey("filesystem", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.scope.fileSystem = try value.choice(of: Scope.FileSystemPlan.self)
    },
    ManifestKey("only", .search) { (value, entry) throws(ManifestProblem) in
      let selections = try selections(value)
      entry.request.scope.only = selections.isEmpty ? nil : selections
    },
    ManifestKey("exclude", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.scope.exclude = try selections(value)
    },
    ManifestKey("trust_health", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.trustsHealth = try value.truth()
    },
    ManifestKey("margin", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.margin = try value.choice(of: Margin.self)
    },
    ManifestKey("rehearse", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.rehearsals.only = try rehearsals(value)
    },
    ManifestKey("no_rehearse", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.rehearsals.without = try rehearsals(value)
    },
    ManifestKey("baselines", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.baselines = try value.number(in: 1...1000)
    },
    ManifestKey("confirmations", .search) { (value, entry) throws(ManifestProblem) in
      entry.request.confirmations = try value.number(in: 0...1000)
    },
  ]

  private static func rehearsals(_ value: ManifestValue) throws(ManifestProblem) -> [RehearsalName] {
    var names: [RehearsalName] = []
    for text in try value.texts() {
      guard let some = RehearsalName.named(text) else {
        throw ManifestProblem(text: "'\(text)' is no rehearsal; there are \(RehearsalName.list)")
      }
      names += some
    }
    return names
  }

  private static func selections(_ value: ManifestValue) throws(ManifestProblem) -> [Selection] {
    var selections: [Selection] = []
    for text in try value.texts() {
      guard let selection = Selection(parsing: text) else {
        throw ManifestProblem(text: "'\(text)' names no directive that Cinch knows; see 'cinch directives'")
      }
      guard selection.isPossible else {
        throw ManifestProblem(
          text: "'\(text)' is not one of the restrictions of \(selection.directive); see 'cinch directives'")
      }
      selections.append(selection)
    }
    return selections
  }

  /// A name that can begin the names of files, whoever wrote it.
  private static func fileName(_ text: String) throws(ManifestProblem) -> String {
    let isPlain = text.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || $0.properties.numericType != nil || "._@:+-".unicodeScalars.contains($0))
    }
    guard isPlain, !text.isEmpty, text.utf8.count <= 200, !text.hasPrefix("."), !text.hasPrefix("-") else {
      throw ManifestProblem(
        text: "'\(text.prefix(80))' cannot name files; use up to 200 letters, digits and ._@:+-, no dot or dash first")
    }
    return text
  }
}
