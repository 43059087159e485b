import Systemd

/// What a trial says about its sandbox.
public enum Verdict: Hashable, Sendable {
  /// The service did all that its health check asks.
  case passed
  /// It did not, and this is what it left.
  case failed(Evidence)
  /// The trial proves nothing, for this reason: the sandbox could not be applied, a control failed, a probe said 125.
  case inconclusive(String)

  /// Whether the service passed.
  public var isPassed: Bool { self == .passed }

  /// What a failed trial left; nil for every other verdict.
  public var evidence: Evidence? {
    guard case .failed(let evidence) = self else { return nil }
    return evidence
  }
}

/// What a failed trial left. Text that the service or a probe wrote is kept as it came; whoever shows it makes it safe.
public struct Evidence: Hashable, Sendable, Codable {
  /// Where the trial failed.
  public var phase: Phase
  /// What failed, in one sentence.
  public var reason: String
  /// The unit's `Result`: `exit-code`, `signal`, `timeout`, `protocol` (systemd.exec(5), `$SERVICE_RESULT`).
  public var result: String?
  /// How the main process ended, where it did.
  public var mainProcess: ProcessExit?
  /// How the probe or hook ended, where one failed.
  public var probe: ProcessExit?
  /// What the failed probe or hook wrote, shortened.
  public var probeOutput: String?
  /// The system call that one of the service's processes was killed for, by name, where the kernel told.
  public var deniedSystemCall: String?
  /// Journal lines of the service that the baseline did not have, oldest first, shortened.
  public var journal: [String]
  /// Those of them that were logged as errors or worse (syslog(3), priorities 0 to 3); nil where none was.
  public var severe: [String]?

  /// Evidence of a failure; only where and why are never missing.
  public init(
    phase: Phase, reason: String, result: String? = nil, mainProcess: ProcessExit? = nil, probe: ProcessExit? = nil,
    probeOutput: String? = nil, deniedSystemCall: String? = nil, journal: [String] = [], severe: [String]? = nil
  ) {
    self.phase = phase
    self.reason = reason
    self.result = result
    self.mainProcess = mainProcess
    self.probe = probe
    self.probeOutput = probeOutput
    self.deniedSystemCall = deniedSystemCall
    self.journal = journal
    self.severe = severe
  }

  /// Reads evidence; only `phase` and `reason` must be there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      phase: try container.decode(Phase.self, forKey: .phase),
      reason: try container.decode(String.self, forKey: .reason),
      result: try container.decodeIfPresent(String.self, forKey: .result),
      mainProcess: try container.decodeIfPresent(ProcessExit.self, forKey: .mainProcess),
      probe: try container.decodeIfPresent(ProcessExit.self, forKey: .probe),
      probeOutput: try container.decodeIfPresent(String.self, forKey: .probeOutput),
      deniedSystemCall: try container.decodeIfPresent(String.self, forKey: .deniedSystemCall),
      journal: try container.decodeIfPresent([String].self, forKey: .journal) ?? [],
      severe: try container.decodeIfPresent([String].self, forKey: .severe))
  }
}
