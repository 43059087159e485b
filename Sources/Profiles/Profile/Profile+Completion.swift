import Sandboxing

extension Profile {
  /// This profile, of a run that tried only a part, together with what an earlier one says of the rest.
  public func completed(by earlier: Profile) -> Profile {
    let told = mentioned
    func isUntold(_ restriction: Restriction) -> Bool { !told.contains(restriction) }
    var whole = self
    whole.rejected += earlier.rejected.filter { isUntold($0.restriction) }.map { rejection in
      // A proof is told by what is kept, which may be less now.
      let failing = rejection.failingSandbox(kept: earlier.kept)
      let trialContext = Rejection.TrialContext(of: failing, besides: rejection.restriction, kept: kept)
      return Rejection(
        rejection.restriction, because: rejection.because, evidence: rejection.evidence, proof: trialContext)
    }
    whole.cannotMatter += earlier.cannotMatter.filter { isUntold($0.restriction) }
    whole.withheld += earlier.withheld.filter { isUntold($0.restriction) }
    whole.undecided += earlier.undecided.filter(isUntold)
    whole.alreadySet += earlier.alreadySet.filter(isUntold)
    whole.notEnforced += earlier.notEnforced.filter { isUntold($0.restriction) }
    whole.notSupported += earlier.notSupported.filter { isUntold($0.restriction) }
    whole.excluded += earlier.excluded.filter { isUntold($0.restriction) }
    whole.accepted = earlier.accepted
    whole.rating = rating ?? earlier.rating
    return whole
  }

  /// Every restriction that the profile says something about.
  private var mentioned: Set<Restriction> {
    var mentioned = Set(kept.restrictions)
    for remarks in [notEnforced, notSupported, excluded] { mentioned.formUnion(remarks.map(\.restriction)) }
    mentioned.formUnion(rejected.map(\.restriction))
    mentioned.formUnion(withheld.map(\.restriction))
    mentioned.formUnion(undecided)
    mentioned.formUnion(alreadySet)
    return mentioned
  }
}
