import Sandboxing

/// The command line of systemd-run(1) that starts a clone: what a person types to see a trial happen.
public struct SystemdRunLine: Hashable, Sendable, CustomStringConvertible {
  /// The words of the command, not quoted for a shell.
  public let words: [String]
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
    var settings: [String] = []
    var shortcomings: [String] = []
    var main: Command?
    for property in subject.properties where !replaced.contains(property.name) {
      if property.name == "ExecStartEx" {
        // Its last command is what systemd-run is given to run; the others of a oneshot come before it.
        let commands = (property.value.elements ?? []).compactMap(Command.init)
        settings += commands.dropLast().map { "ExecStart=" + $0.text }
        main = commands.last
      } else if property.name == "Description" {
        continue
      } else if let assignments = PropertyText.assignments(property, among: subject.properties) {
        settings += assignments
      } else {
        shortcomings.append("systemd-run cannot be told this \(property.name)=.")
      }
    }
    if let main { shortcomings += main.shortcomingsAsOperand }
    let description = subject.properties.first { $0.name == "Description" }?.value.text
    var words = ["systemd-run", "--unit=\(subject.unit)"]
    if let description { words.append("--description=\(description)") }
    for setting in settings { words += ["-p", setting] }
    words += arguments
    words.append("--")
    if let main { words += [main.path] + main.arguments.dropFirst() }
    self.words = words
    self.shortcomings = shortcomings
  }
}
