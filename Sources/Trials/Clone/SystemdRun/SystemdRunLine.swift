import Sandboxing

/// The command line of systemd-run(1) that starts a clone: what a person types to see a trial happen.
public struct SystemdRunLine: Hashable, Sendable, CustomStringConvertible {
  /// The words of the command, not quoted for a shell, with a placeholder for every value that may be a secret.
  public let words: [String]
  /// The same words with all values, but for those that may be secrets of the environment: these are taken over from
  /// ``variables``, because every user can read the command line of a process and only its owner its environment.
  let exactWords: [String]
  /// `NAME=VALUE` each.
  let variables: [String]
  /// What the clone has and systemd-run cannot say, one sentence each: where there are any, the line starts something
  /// that is not quite the same.
  public let shortcomings: [String]

  /// The line as a shell takes it.
  public var description: String { words.map(Quoting.shell).joined(separator: " ") }

  /// Writes the line for a subject under a sandbox.
  ///
  /// - Parameters:
  ///   - subject: The service as trials start it.
  ///   - sandbox: The sandbox laid over it; its properties replace the subject's of the same name.
  public init(_ subject: Subject, under sandbox: Rendering) {
    self.init(subject, under: sandbox.properties, arguments: sandbox.systemdRunArguments)
  }

  /// Writes the line for a subject, under a sandbox that is given in both of the forms that it takes.
  ///
  /// - Parameters:
  ///   - subject: The service as trials start it.
  ///   - restrictions: The sandbox's properties, which replace the subject's of the same name.
  ///   - arguments: The sandbox as arguments of systemd-run.
  public init(_ subject: Subject, under restrictions: [UnitProperty] = [], arguments: [String] = []) {
    let replaced = Set(restrictions.map(\.name))
    var shown = Draft()
    var exact = Draft()
    var variables: [String] = []
    var shortcomings: [String] = []
    var main: Command?
    for property in subject.properties where !replaced.contains(property.name) {
      if property.name == "ExecStartEx" {
        // Its last command is what systemd-run is given to run; the others of a oneshot come before it.
        let commands = (property.value.elements ?? []).compactMap(Command.init)
        exact.settings += commands.dropLast().map { "ExecStart=" + $0.text }
        shown.settings += commands.dropLast().map { "ExecStart=" + $0.masked.text }
        main = commands.last
      } else if property.name == "Description" {
        continue
      } else if property.name == "Environment", let assignments = property.value.texts {
        let masked = assignments.map { SecretText.masked(assignment: $0) }
        let open = zip(assignments, masked).filter { $0 == $1 }.map(\.0)
        variables += zip(assignments, masked).filter { $0 != $1 }.map(\.0)
        if !open.isEmpty { exact.settings.append("Environment=" + Self.setting(open)) }
        shown.settings.append("Environment=" + Self.setting(masked))
      } else if let assignments = PropertyText.assignments(property, among: subject.properties) {
        exact.settings += assignments
        shown.settings += property.name.hasPrefix("Exec") ? Self.masked(property) ?? assignments : assignments
      } else {
        shortcomings.append("systemd-run cannot be told this \(property.name)=.")
      }
    }
    if let main { shortcomings += main.shortcomingsAsOperand }
    let description = subject.properties.first { $0.name == "Description" }?.value.text
    var beginning = ["systemd-run", "--unit=\(subject.unit)"]
    if let description { beginning.append("--description=\(description)") }
    words = beginning + shown.words + arguments + ["--"] + Self.operand(main?.masked)
    exactWords =
      beginning + variables.compactMap { SecretText.parts(of: $0) }.map { "--setenv=\($0.name)" } + exact.words
      + arguments + ["--"] + Self.operand(main)
    self.variables = variables
    self.shortcomings = shortcomings
  }

  /// Settings as they are collected.
  private struct Draft {
    var settings: [String] = []
    var words: [String] { settings.flatMap { ["-p", $0] } }
  }

  private static func operand(_ command: Command?) -> [String] {
    command.map { [$0.path] + $0.arguments.dropFirst() } ?? []
  }

  private static func setting(_ assignments: [String]) -> String {
    assignments.map { Quoting.word($0) }.joined(separator: " ")
  }

  /// `ExecStartPre=` and its like, with placeholders.
  private static func masked(_ property: UnitProperty) -> [String]? {
    guard property.value.signature == "a(sasas)" else { return nil }
    let name = property.name.hasSuffix("Ex") ? String(property.name.dropLast(2)) : property.name
    return (property.value.elements ?? []).compactMap(Command.init).map { "\(name)=\($0.masked.text)" }
  }
}
