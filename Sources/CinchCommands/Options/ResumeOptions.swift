import ArgumentParser
import Workflows

/// The options that say whether a run goes on with one that was interrupted, as it does by itself.
struct ResumeOptions: ParsableArguments {
  /// What to do about an interrupted run.
  enum Wish: String, EnumerableFlag {
    /// Only go on with one.
    case resume
    /// Leave it alone.
    case fresh

    static func help(for value: Wish) -> ArgumentHelp? {
      switch value {
      case .resume: "Go on with an interrupted run, and do nothing where there is none."
      case .fresh: "Start over, even where an interrupted run could go on."
      }
    }
  }

  @Flag(exclusivity: .exclusive)
  var wish: Wish?

  /// The wish as the registry of runs understands it.
  var mode: RunRegistry.Mode {
    switch wish {
    case .resume: .resume
    case .fresh: .fresh
    case nil: .automatic
    }
  }
}
