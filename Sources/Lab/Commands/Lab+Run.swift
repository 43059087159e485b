import Glibc
import Linux
import Subprocess
import SystemPackage

extension Lab {
  /// What became of a command.
  public struct CommandResult: Sendable {
    /// How it ended.
    public enum Ending: Sendable, Hashable {
      /// With an exit status; 127 where there is no such program.
      case exited(Int32)
      /// By a signal.
      case signalled(Int32)
      /// Killed with its process group, because its time was over.
      case timedOut
    }

    /// How it ended.
    public let ending: Ending
    /// The beginning of its standard output, up to the limit.
    public let output: String
    /// The beginning of its standard error, up to the limit.
    public let error: String

    /// Whether it exited with status 0.
    public var isSuccess: Bool { ending == .exited(0) }
  }

  /// Runs a command in the lab: in its namespaces and limits, with a plain environment.
  ///
  /// What it leaves running stays running; only its own end is waited for. Its output goes to files in memory, so
  /// that a flood of it meets their limit of 64 MiB and nothing else.
  ///
  /// - Parameters:
  ///   - command: program and arguments; a name without a slash is looked up in the lab's `PATH`.
  ///   - environment: variables beside, or instead of, `PATH`, `HOME` and `LANG`.
  ///   - input: what it finds on standard input.
  ///   - timeout: how long it may run; nil for as long as it likes.
  ///   - outputLimit: how many bytes of each output to return.
  /// - Returns: how it ended and what it said. A status other than 0 is a result, not an error.
  /// - Throws: ``LabError`` when the lab is gone or nothing could be started.
  public func run(
    _ command: [String], environment: [String: String] = [:], input: String = "", timeout: Duration? = .seconds(60),
    outputLimit: Int = 1 << 20
  ) async throws(LabError) -> CommandResult {
    let output = try scratchFile()
    let error = try scratchFile()
    let ending = try await withTimeout(timeout) {
      try await Subprocess.run(
        self.entering(command, environment: environment), input: .string(input),
        output: .fileDescriptor(FileDescriptor(rawValue: output.number), closeAfterSpawningProcess: false),
        error: .fileDescriptor(FileDescriptor(rawValue: error.number), closeAfterSpawningProcess: false)
      ).terminationStatus
    }
    return CommandResult(
      ending: ending, output: try text(of: output, limit: outputLimit), error: try text(of: error, limit: outputLimit))
  }

  /// Runs a command in the lab on this process's own terminal or streams.
  ///
  /// - Parameters:
  ///   - command: program and arguments.
  ///   - environment: variables beside, or instead of, `PATH`, `HOME` and `LANG`.
  /// - Returns: how it ended.
  /// - Throws: ``LabError`` when the lab is gone or nothing could be started.
  public func attach(
    _ command: [String], environment: [String: String] = [:]
  ) async throws(LabError) -> CommandResult.Ending {
    do {
      var configuration = entering(command, environment: environment)
      // A session of its own would lose the terminal.
      configuration.platformOptions.createSession = false
      configuration.platformOptions.teardownSequence = []
      return .init(
        try await Subprocess.run(
          configuration, input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
          output: .currentStandardOutput, error: .currentStandardError
        ).terminationStatus)
    } catch {
      throw .notBuilt(reason: "\(error)")
    }
  }

  private func entering(_ command: [String], environment: [String: String]) -> Subprocess.Configuration {
    let entry = LabEntry(leader: leader, startTime: startTime, cgroupPaths: cgroupPaths, allow: configuration.allow)
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
    ]
    let plain = ["PATH": Program.searchPath, "HOME": "/root", "LANG": "C.UTF-8"]
    let variables = plain.merging(environment) { $1 }.map { Array("\($0)=\($1)".utf8) }
    return Subprocess.Configuration(
      executable: .path(FilePath(configuration.executable)), arguments: Arguments(entry.arguments + ["--"] + command),
      environment: .custom(variables), workingDirectory: "/", platformOptions: options)
  }

  private func withTimeout(
    _ timeout: Duration?, _ body: @escaping @Sendable () async throws -> TerminationStatus
  ) async throws(LabError) -> CommandResult.Ending {
    do {
      return try await withThrowingTaskGroup(of: CommandResult.Ending.self) { group in
        group.addTask { .init(try await body()) }
        if let timeout {
          group.addTask {
            try await Task.sleep(for: timeout)
            return .timedOut
          }
        }
        defer { group.cancelAll() }
        return try await group.next() ?? .timedOut
      }
    } catch {
      throw .notBuilt(reason: "\(error)")
    }
  }

  /// A file without a name, outside of what the lab can see.
  private func scratchFile() throws(LabError) -> Descriptor {
    // O_TMPFILE, which its header shows only to GNU programs.
    let unnamed: CInt = 0o20_200_000
    do {
      return try openFile(keeperRoot + CopyOnWriteRoot.outputs, O_RDWR | O_APPEND | unnamed, mode: 0o600)
    } catch {
      throw .gone
    }
  }

  private func text(of file: borrowing Descriptor, limit: Int) throws(LabError) -> String {
    lseek(file.number, 0, SEEK_SET)
    do {
      return String(decoding: try file.readAll(limit: limit), as: UTF8.self)
    } catch {
      throw .file(operation: "read", path: "output", reason: error.reason)
    }
  }
}

extension Lab.CommandResult.Ending {
  fileprivate init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(code)
    case .signaled(let signal): self = .signalled(signal)
    }
  }
}
