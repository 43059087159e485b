/// One entry of the catalogue: a systemd setting that can tighten a service, and everything Cinch knows about it.
public struct Directive: Sendable {
  /// The setting's name, without the equals sign: `ProtectSystem`.
  public let name: String
  /// Its restrictions: the rungs of a ladder, or the members of a set.
  public let shape: Shape
  /// How its value is written and how it travels over D-Bus.
  public let form: Form
  /// What the kernel and the build of systemd must have for it to be enforced.
  public let needs: [Need]
  /// The heading under which people look for it, and under which a drop-in lists it.
  public let theme: Theme
  /// Its weight in `systemd-analyze security` (src/analyze/analyze-security.c); 0 where that does not count it, and for
  /// sets whose members are counted one by one.
  public let weight: Int
  /// One line: what it takes from an attacker.
  public let why: String
  /// One line: what it can change without any health check noticing; nil where nothing is known.
  public let blindSpot: String?
  /// What of a baseline makes its restrictions likely to break the service.
  public let breaks: BreakRule
  /// What a service that fails under one of its restrictions uses or needs of what that denies.
  public let fails: FailureRule
  /// Which uses its restrictions deny.
  public let denies: UseRule
  /// What tells that a service goes on without what its restrictions deny; nil where nothing does.
  public let silence: SilentDenial?
  /// Where it is documented.
  public let manual: ManualPage
  /// What it says of who the service is; nil where it says nothing of that.
  public let identity: Identity?
  /// Effects of other directives that each of its restrictions has too, since it means nothing without them.
  public let brings: [Effect]
  /// The plan for the file system that it belongs to; nil where it belongs to both.
  public let plan: Scope.FileSystemPlan?
  /// Why one of its restrictions cannot be had on some context, as a phrase; nil where it can.
  let refusal: @Sendable (_ value: String, ServiceContext) -> String?

  init(
    _ name: String, _ shape: Shape, form: Form, needs: [Need], theme: Theme, weight: Int = 0, why: String,
    blindSpot: String?, breaks: BreakRule, fails: FailureRule, denies: UseRule,
    silence: SilentDenial? = nil, manual: ManualPage = .exec,
    identity: Identity? = nil,
    brings: [Effect] = [],
    plan: Scope.FileSystemPlan? = nil,
    refusal: @escaping @Sendable (_ value: String, ServiceContext) -> String? = { _, _ in nil }
  ) {
    self.name = name
    self.shape = shape
    self.form = form
    self.needs = needs
    self.theme = theme
    self.weight = weight
    self.why = why
    self.blindSpot = blindSpot
    self.breaks = breaks
    self.fails = fails
    self.denies = denies
    self.silence = silence
    self.manual = manual
    self.identity = identity
    self.brings = brings
    self.plan = plan
    self.refusal = refusal
  }

  /// What a directive can say of who the service is: what is denied to it as somebody else depends on that.
  public enum Identity: Sendable {
    /// Its user, to whom its files belong.
    case user
    /// Its groups.
    case groups
  }

  /// How a directive's restrictions relate to each other.
  public enum Shape: Sendable {
    /// Values from the loosest to the tightest.
    case ladder([Rung])
    /// Independent members.
    case set(any MemberSet)
  }

  /// The rungs of a ladder, loosest first; none for a set.
  public var rungs: [Rung] {
    switch shape {
    case .ladder(let rungs): rungs
    case .set: []
    }
  }
}

/// One value of a directive that is a ladder.
public struct Rung: Hashable, Sendable {
  /// The value as it is written: `strict`.
  public let value: String
  /// The systemd version that brought it; 208, the oldest that the manual tells, for what is older.
  public let since: Int
  /// The act that it denies and the rung below does not; nil where none is harmless.
  public let act: Act?
  /// What it takes away: its own name and those of all rungs below, except where two rungs do not contain each other.
  private let effects: [String]
  /// What it takes away on versions of systemd before the one given.
  private let effectsBefore: [Int: [String]]

  /// Describes a rung whose effects are not simply those of the rungs below and its own, or have not always been.
  public init(_ value: String, since: Int, act: Act?, effects: [String], before: [Int: [String]] = [:]) {
    self.value = value
    self.since = since
    self.act = act
    self.effects = effects
    effectsBefore = before
  }

  /// What it takes away on a platform.
  func effects(on platform: Platform) -> [String] {
    let change = effectsBefore.keys.filter { platform.systemdVersion < $0 }.min()
    return change.flatMap { effectsBefore[$0] } ?? effects
  }
}

extension Directive.Shape {
  /// A ladder in which each rung contains all below it.
  static func ladder(_ rungs: (value: String, since: Int, act: Act?)...) -> Directive.Shape {
    .ladder(
      rungs.indices.map { index in
        Rung(
          rungs[index].value, since: rungs[index].since, act: rungs[index].act,
          effects: rungs[...index].map(\.value))
      })
  }

  /// A directive that is only on or off.
  static func boolean(since: Int, act: Act?) -> Directive.Shape { .ladder(("yes", since, act)) }
}
