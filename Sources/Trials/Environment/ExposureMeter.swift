import Sandboxing

/// Has `systemd-analyze security` score a unit without touching it.
struct ExposureMeter: Sendable {
  private let commands: CommandRunner
  /// Whoever takes away what a run of that name has left finds the directory by its name, too.
  private let directory: String
  private let limit = Duration.seconds(30)

  init(on environment: any TrialEnvironment) {
    commands = environment.commands("exposure")
    directory = "\(environment.scratch)/\(environment.unitPrefix)-exposure"
  }

  /// The score of a unit together with a drop-in, 0 (safe) to 10; nil where systemd-analyze gives none (it can do so
  /// without loading the unit since systemd 250).
  func exposure(of service: LoadedService, with dropIn: String) async throws -> Double? {
    // The file has a name of its own: of the unit's name there may be a running one. What the unit says comes in the
    // environment, because every user can read the arguments of a process.
    let script = """
      set -e
      mkdir -m 700 "$1"
      trap 'rm -rf "$1"' EXIT
      printf '%s\\n%s\\n' "$CINCH_TEXT" "$CINCH_DROP_IN" > "$1/cinch-exposure.service"
      systemd-analyze security --offline=true --no-pager "$1/cinch-exposure.service" | tail -n 1
      """
    let outcome = try await commands.run(
      script, arguments: ["bash", directory], variables: ["CINCH_TEXT=\(service.text)", "CINCH_DROP_IN=\(dropIn)"],
      limit: limit)
    guard outcome.isSuccess else { return nil }
    return Self.score(in: outcome.output)
  }

  /// The number in `→ Overall exposure level for nginx.service: 9.6 UNSAFE`.
  static func score(in text: String) -> Double? {
    guard let end = text.firstRange(of: ".service: ")?.upperBound else { return nil }
    return text[end...].split(separator: " ").first.flatMap { Double($0) }
  }
}
