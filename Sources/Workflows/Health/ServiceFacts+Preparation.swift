import Sandboxing
import Trials
import Uses

extension ServiceFacts {
  /// What readers are told of a service that was prepared.
  init(of known: Preparation, after runtime: RuntimeObservation, at harness: TrialHarness, staysRoot: Bool) {
    let environment = harness.environment
    self.init(
      context: known.context, unitText: harness.service.text, runtime: runtime,
      tree: FileTree { environment.view(of: $0) }, staysRoot: staysRoot)
  }
}
