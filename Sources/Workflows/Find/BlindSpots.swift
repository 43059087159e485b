import Profiles
import Sandboxing

/// Guards against health checks that do not look: a restriction that denies what the service was seen to use, and passes
/// nevertheless, says more about the health check than about the service.
enum BlindSpots {
  /// What of a sandbox that passed is not to be kept.
  static func withheld(from passed: Sandbox, after runtime: RuntimeObservation, on context: ServiceContext)
    -> [Withheld]
  {
    let uses = runtime.uses
    return passed.restrictions.compactMap { restriction in
      Catalogue.reasonToWithhold(restriction, knowing: uses, on: context).map { denied in
        Withheld(restriction, seen: denied.phrase, probe: denied.probe)
      } ?? silent(restriction, after: runtime)
    }
  }

  /// What would be missed without a word: programs have a fallback for it, and no probe tells which way they went.
  private static func silent(_ restriction: Restriction, after runtime: RuntimeObservation) -> Withheld? {
    switch restriction.directive {
    case "MemoryDenyWriteExecute":
      guard runtime.mapsWritableExecutable else { return nil }
      return Withheld(
        restriction, seen: "it has memory that is writable and executable, as compilers at run time do",
        probe: "a command that fails where it interprets instead of compiling, such as one with a time limit")
    case "ProcSubset":
      guard let files = runtime.systemFiles?.sorted(), let first = files.first else { return nil }
      return Withheld(
        restriction, seen: "it read \(files.map { "/proc\($0)" }.joined(separator: ", "))",
        probe: "a command that fails where it does not know what is in /proc\(first)")
    default: return nil
    }
  }
}
