import Glibc

/// The users and groups of a system, by its files: a lab's are not those of this machine, so no C library can be asked.
public struct Accounts: Sendable {
  /// A user: one line of passwd(5).
  public struct User: Hashable, Sendable {
    /// The user's name.
    public let name: String
    /// The user's number.
    public let number: uid_t
    /// The number of the user's first group.
    public let group: gid_t
    /// Where the user is at home, as the file has it.
    public let home: String
  }

  /// A group: one line of group(5).
  public struct Group: Hashable, Sendable {
    /// The group's name.
    public let name: String
    /// The group's number.
    public let number: gid_t
    /// The names of the users who are in it beside those whose first group it is.
    public let members: [String]
  }

  /// The users, in the order of the file.
  public let users: [User]
  /// The groups, in the order of the file.
  public let groups: [Group]

  /// Reads passwd(5) and group(5); a line that is neither is left out, as getpwent(3) does.
  public init(users: String, groups: String = "") {
    self.users = Self.lines(of: users, fields: 6).compactMap { fields in
      guard let number = uid_t(fields[2]), let group = gid_t(fields[3]) else { return nil }
      return User(name: String(fields[0]), number: number, group: group, home: String(fields[5]))
    }
    self.groups = Self.lines(of: groups, fields: 4).compactMap { fields in
      gid_t(fields[2]).map {
        Group(name: String(fields[0]), number: $0, members: fields[3].split(separator: ",").map(String.init))
      }
    }
  }

  /// The first user of a name; nil where there is none.
  public func user(named name: String) -> User? { users.first { $0.name == name } }

  /// The name of a user by number; the number itself where it has none.
  public func userName(_ number: String) -> String { users.first { "\($0.number)" == number }?.name ?? number }

  /// The name of a group by number; the number itself where it has none.
  public func groupName(_ number: String) -> String { groups.first { "\($0.number)" == number }?.name ?? number }

  /// The groups of a user: the first one, and those that list it.
  public func groups(of user: User) -> Set<gid_t> {
    Set([user.group] + groups.filter { $0.members.contains(user.name) }.map(\.number))
  }

  private static func lines(of text: String, fields count: Int) -> [[Substring]] {
    text.split(separator: "\n").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
      .filter { $0.count >= count }
  }
}
