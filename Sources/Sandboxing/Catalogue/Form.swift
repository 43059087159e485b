/// How a directive's value is written in a unit file and how it travels over D-Bus (src/core/dbus-execute.c,
/// src/shared/bus-unit-util.c). Reading the unit's own value and writing both forms of a new one follow from it, so that
/// they cannot disagree.
public enum Form: Hashable, Sendable {
  /// `b`, written `yes` or `no`.
  case boolean
  /// `s`.
  case word
  /// `b` for yes and no; any other value travels under another name.
  case booleanOrWord(Extended)
  /// `u`, written in octal.
  case mode
  /// `t`, bytes, once for the limit and once for the soft one, whose name on the bus ends with `Soft`; a unit file has both
  /// in one number.
  case limit
  /// `i`, written as the name of an errno or as `kill`.
  case errorNumber
  /// `as`, names separated by spaces.
  case words
  /// `as`, paths separated by spaces; written with a `-`, so that one that is missing does no harm.
  case paths
  /// `t`, a bit for each capability, in the order of their numbers.
  case capabilities
  /// `t`, the clone(2) flags of the namespaces that may be made.
  case namespaces
  /// `(bas)`, an allow-list or a deny-list.
  case list
  /// `(bas)`, an allow-list or a deny-list of system calls and of groups of them.
  case systemCalls
  /// `a(iayu)`, address family, address and length of the prefix.
  case addresses
  /// `a(iiqq)`, address family, protocol, number of ports and first port.
  case binds
  /// `a(ss)`, device node and what may be done with it.
  case devices
  /// `a(ss)`, mount point and mount options.
  case temporaryFileSystems
  /// `a(sasas)`, program, arguments and flags, under the setting's name with `Ex`; each as a unit file has it.
  case commands
  /// `a(ssbt)`, source, destination, whether it may be missing, and mount flags.
  case bindMounts

  /// The names on the bus that come with the directive's own.
  func otherNames(of directive: String) -> [String] {
    switch self {
    case .booleanOrWord(let extended): [extended.name]
    case .limit: ["\(directive)Soft"]
    default: []
    }
  }

  /// The second name of a boolean directive that later got more values: `PrivateTmpEx`.
  public struct Extended: Hashable, Sendable {
    /// The name on the bus.
    public let name: String
    /// `(ss)`, value and argument, rather than `s`.
    public let takesArgument: Bool

    /// A second name.
    public init(_ name: String, takesArgument: Bool = false) {
      self.name = name
      self.takesArgument = takesArgument
    }
  }
}

/// What a directive is set to, apart from how that is written.
public enum Value: Hashable, Sendable {
  /// A single value, in the words of a unit file.
  case word(String)
  /// Only these.
  case allow([String])
  /// All but these.
  case deny([String])

  /// The members that are listed; none for a single value.
  var members: [String] {
    switch self {
    case .word: []
    case .allow(let members), .deny(let members): members
    }
  }

  /// Those of a universe that are allowed.
  func allowed(of universe: some Sequence<String>) -> Set<String> {
    switch self {
    case .word: Set(universe)
    case .allow(let members): Set(members)
    case .deny(let members): Set(universe).subtracting(members)
    }
  }
}
