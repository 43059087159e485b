import Sandboxing
import Trials

/// What a find has to tell while it runs.
public enum FindEvent: Sendable {
  /// What is being done now, as a phrase: `opening a lab`.
  case step(String)
  /// Something the user should know, as a sentence.
  case warning(String)
  /// A run without restrictions ended.
  case baseline(number: Int, of: Int, report: TrialReport)
  /// What there is to try.
  case universe(Universe)
  /// A trial of the search ended.
  case trial(number: Int, sandbox: Sandbox, report: TrialReport)
  /// A run of what passed before ended: it tells whether failed trials have left something behind.
  case control(report: TrialReport)
  /// A run of the result in the form in which it will be installed ended.
  case confirmation(number: Int, of: Int, report: TrialReport)
}
