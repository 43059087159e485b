extension HealthCheck {
  /// Makes sure that the programs are there which the check's commands begin with, so that a slip of the pen costs no
  /// start of a service.
  ///
  /// - Throws: ``ServiceError/noProgram(_:command:)``.
  func requirePrograms(_ commands: CommandRunner) async throws {
    for command in prepare + [ready].compactMap({ $0 }) + probes.map(\.script) {
      guard let program = Self.program(of: command), prepare.isEmpty || !program.contains("/") else { continue }
      let found = try await commands.run("command -v -- \"$1\"", arguments: ["bash", program], limit: .seconds(30))
      // systemd itself could not execute the shell (systemd.exec(5), "EXIT_EXEC").
      if found.end == .exited(203) { throw ServiceError.noShell }
      guard found.isSuccess else { throw ServiceError.noProgram(program, command: command) }
    }
  }

  /// The plain word that a command begins with, shell builtins and keywords included; nil where it begins with anything
  /// that a shell would first make something of.
  static func program(of command: String) -> String? {
    var words = command.split(whereSeparator: \.isWhitespace)[...]
    if words.first == "exec" { words.removeFirst() }
    return words.first.flatMap { $0.allSatisfy(isPlain) ? String($0) : nil }
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_./+:@,".contains(character))
  }
}
