import DenialMatrix
import Lab
import LabTesting
import Ledger
import Sandboxing
import Testing

@testable import Trials

/// Labs with a needy that needs certain acts: healthy when none of them is denied.
struct NeedyLabs: EnvironmentProvider {
  /// What kind of service it is.
  enum Kind {
    /// A service of `Type=oneshot`.
    case job
    /// A service that its socket unit passes a socket, and that misbehaves in the ways of these options.
    case server(options: [String])
  }

  let needs: [Act]
  var kind = Kind.job

  let opening = "opening a lab"
  let identity = "lab"
  let isParallel = true

  static let unit = "needy.service"
  static let directory = "/usr/local/bin"
  static let program = "\(directory)/needy"
  /// What asks a serving needy for its health.
  static let probe = Probe.exec("\(program) ask \(socket)")
  private static let socket = "/run/needy.socket"

  func open(for service: ServiceReference?) async throws -> any TrialEnvironment {
    let lab = try await Lab.start(TestLabs.configuration())
    do {
      let words = try await arguments(in: lab)
      try lab.write(unitFile(performing: words), to: "/etc/systemd/system/\(Self.unit)")
      if case .server = kind {
        try lab.write("[Socket]\nListenStream=\(Self.socket)\n", to: "/etc/systemd/system/needy.socket")
      }
      return try LabEnvironment(lab, manager: try await lab.manager())
    } catch {
      await lab.stop()
      throw error
    }
  }

  func lock(_ service: ServiceReference, in directory: String, purpose: String) -> RunLock? { nil }

  /// The system calls that a job takes, from its start to its end.
  func calls() async throws -> [String] {
    try await TestLabs.withLab { lab in
      let result = try await Self.run([Self.program, "calls"] + arguments(in: lab), in: lab)
      guard result.isSuccess else { throw Fault(description: "\(result.error)") }
      return result.output.split(separator: "\n").map(String.init)
    }
  }

  /// Brings into a lab what it takes, and says by which words the needs go there.
  private func arguments(in lab: Lab) async throws -> [String] {
    try lab.copyIn(TestLabs.program("cinch-act"), to: Lab.actProgram)
    try lab.copyIn(TestLabs.program("needy"), to: Self.program)
    try await NeedyTree.make(in: lab)
    var words: [String] = []
    for act in needs { words.append(try await Self.made(act, in: lab).description) }
    return words
  }

  /// Which of the measured acts are allowed in a lab without any restriction; it is asked only once.
  static let allowedActs = Task {
    let acts = try DenialMatrix(named: try #require(TestSystem.table)).acts.map(\.description).sorted()
    return try await TestLabs.withLab { lab in
      try lab.copyIn(TestLabs.program("cinch-act"), to: Lab.actProgram)
      _ = try await lab.run([Lab.actProgram, "--prepare"] + acts)
      let performed = try await run([Lab.actProgram] + acts, in: lab)
      return Set(
        performed.output.split(separator: "\n").filter { $0.hasSuffix(": allowed") }
          .compactMap { Act(parsing: String($0.dropLast(": allowed".count))) })
    }
  }

  /// Everything that the catalogue can tighten is loose, as it was when the denials were measured: an errno rather than a
  /// signal, so that only the acts break.
  private static let looseSettings =
    [
      "KeyringMode=inherit", "NotifyAccess=all", "Delegate=yes", "SystemCallErrorNumber=EPERM",
    ] + UnitDirectory.allCases.map { "\($0.setting)=needy-own" }

  private static func run(_ command: [String], in lab: Lab) async throws -> Lab.CommandResult {
    let settings = looseSettings.flatMap { ["--property", $0] }
    return try await lab.run(["systemd-run", "--wait", "--pipe", "--quiet", "--collect"] + settings + command)
  }

  private func unitFile(performing acts: [String]) -> String {
    let (type, words) =
      switch kind {
      case .job: ("oneshot", ["run"])
      case .server(let options): ("simple", ["serve"] + options)
      }
    return """
      [Service]
      Type=\(type)
      ExecStart=\(([Self.program] + words + acts).joined(separator: " "))
      \(Self.looseSettings.joined(separator: "\n"))

      """
  }

  /// An act whose object exists in the lab: the file or device made, the namespace named by its number. What witnesses
  /// make and remove has other names.
  private static func made(_ act: Act, in lab: Lab) async throws -> Act {
    if case .share(let type, _) = act {
      let number = try await lab.run(["stat", "--dereference", "--format=%i", "/proc/1/ns/\(type.rawValue)"])
      return .share(type, inode: UInt64(number.output.dropLast()))
    }
    guard act.isPrepared, let own = Act(parsing: act.description.replacing("-act-", with: "-act-needed-")) else {
      return act
    }
    let preparation = try await lab.run([Lab.actProgram, "--prepare", own.description])
    guard preparation.isSuccess else { throw Fault(description: "\(own) cannot be prepared: \(preparation.error)") }
    return own
  }
}

/// What keeps a truth from being known.
struct Fault: Error, CustomStringConvertible {
  let description: String
}
