import ArgumentParser
import Lab

/// `cinch lab shell`: a shell, or one command, in a fresh lab.
struct LabShell: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell",
    abstract: "Open a shell in a fresh lab, or run one command there.",
    discussion: "The lab, and everything done in it, is gone when the shell ends. The exit status is the command's own."
  )

  @OptionGroup var lab: LabOptions

  @Argument(parsing: .postTerminator, help: "The command to run instead of a shell.")
  var command: [String] = []

  func run() async throws {
    let command = command.isEmpty ? ["/bin/bash"] : command
    let ending = try await untilSignalled { [configuration = lab.configuration] in
      try await Lab.with(configuration) { lab in
        for what in lab.unguarded { StandardError.write("warning: what runs in the lab can change \(what)") }
        // Debian's shells show it in their prompts.
        return try await lab.attach(command, environment: ["debian_chroot": "lab"])
      }
    }
    switch ending {
    case .exited(let status): throw ExitCode(status)
    case .signalled(let signal): throw ExitCode(128 + signal)
    case .timedOut: throw ExitCode.failure
    }
  }
}

/// `cinch lab`: a disposable systemd to try things in.
struct LabCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab",
    abstract: "Try things in a disposable systemd over a copy-on-write view of a root.",
    subcommands: [LabShell.self, LabKeeperCommand.self, LabInitCommand.self, LabEnterCommand.self])
}
