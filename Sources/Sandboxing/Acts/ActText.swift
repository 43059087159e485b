/// The textual form of acts: the name, and where the act has an argument, a colon and the argument.
extension Act: CustomStringConvertible {
  /// `mapWritableExecutable`, `socket:AF_INET`, `write:/etc`, `share:net=4026531840`.
  public var description: String {
    let (name, argument) = parts
    return argument.map { "\(name):\($0)" } ?? name
  }

  /// Reads the textual form; nil where there is no such act or its argument makes no sense.
  public init?(parsing text: String) {
    guard let colon = text.firstIndex(of: ":") else {
      guard let act = Self.withoutArgument.first(where: { $0.name == text }) else { return nil }
      self = act
      return
    }
    guard let act = Act(name: text[..<colon], argument: String(text[text.index(after: colon)...])) else { return nil }
    self = act
  }

  /// The act's name: `socket` of `socket:AF_INET`.
  public var name: String { parts.name }

  /// The act's argument as text: `AF_INET` of `socket:AF_INET`; nil for an act that has none.
  public var argument: String? { parts.argument }

  static func lettingIn(_ argument: String) -> Act? {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let directory = UnitDirectory(rawValue: String(parts[0])),
      let mode = ["0005": UInt16(0o005), "0050": 0o050][String(parts[1])]
    else { return nil }
    return .letIn(directory, mode: mode)
  }

  static func sharing(_ argument: String) -> Act? {
    guard let equals = argument.firstIndex(of: "=") else {
      return NamespaceType(rawValue: argument).map { .share($0, inode: nil) }
    }
    guard let type = NamespaceType(rawValue: String(argument[..<equals])),
      let inode = UInt64(argument[argument.index(after: equals)...])
    else { return nil }
    return .share(type, inode: inode)
  }
}

/// The namespaces of namespaces(7) by their names in /proc/self/ns.
public enum NamespaceType: String, CaseIterable, Sendable {
  case cgroup, ipc, net, mnt, pid, user, uts, time
}

/// Who of a service talks to the manager (sd_notify(3)).
public enum NotifySender: String, CaseIterable, Sendable {
  case main, child
}
