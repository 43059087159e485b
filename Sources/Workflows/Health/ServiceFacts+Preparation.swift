import Sandboxing
import Trials
import Uses

extension ServiceFacts {
  /// What readers are told of a service that was prepared.
  init(of known: Preparation, after runtime: RuntimeObservation, at harness: TrialHarness, staysRoot: Bool) {
    self.init(of: harness, on: known.context, after: runtime, staysRoot: staysRoot)
  }

  /// The same of one that is being prepared.
  init(
    of harness: TrialHarness, on context: ServiceContext, after runtime: RuntimeObservation, staysRoot: Bool = false
  ) {
    let environment = harness.environment
    self.init(
      context: context, unitText: harness.service.text, runtime: runtime,
      tree: FileTree { environment.view(of: $0) }, staysRoot: staysRoot)
  }
}
