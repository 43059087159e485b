import ArgumentParser
import Sandboxing
import Trials

extension CompletionKind {
  /// The names of the units that this machine has, running or not.
  static var units: CompletionKind {
    .shellCommand(
      "systemctl list-unit-files --type=service --no-legend --no-pager --plain 2>/dev/null | cut -d ' ' -f 1")
  }

  /// The recipes of this machine.
  static var recipes: CompletionKind { .shellCommand("cinch recipes --names 2>/dev/null") }

  /// The rehearsals that there are.
  static var rehearsals: CompletionKind { .list(RehearsalName.allCases.map(\.rawValue) + ["all"]) }

  /// The directives of the catalogue.
  static var directives: CompletionKind { .list(Catalogue.directives.map(\.name)) }
}
