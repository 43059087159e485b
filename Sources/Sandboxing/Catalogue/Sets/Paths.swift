/// Absolute, normalised paths as text.
public enum Paths {
  /// Whether a path can be written into a unit file: absolute, without `.` and `..`, and without control characters, for
  /// which path lists have no notation.
  static func isUsable(_ path: String) -> Bool {
    guard path.hasPrefix("/"), path.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f }) else {
      return false
    }
    let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return path == "/" || parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }

  /// Whether a path can also be written where a colon ends it: quotes, backslashes and colons have no notation there
  /// that all versions of systemd read alike (`BindPaths=`).
  static func isBindable(_ path: String) -> Bool { isUsable(path) && !path.contains { "\"'\\:".contains($0) } }

  /// Whether a path is a directory or something below it.
  public static func contains(_ directory: String, _ path: String) -> Bool {
    directory == "/" || path == directory || path.hasPrefix(directory + "/")
  }

  /// The directory of a file.
  static func directory(of path: String) -> String {
    let end = path.lastIndex(of: "/") ?? path.startIndex
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  /// The paths that are not below another of them, in their order.
  static func topmost(_ paths: [String]) -> [String] {
    var seen: Set<String> = []
    return paths.filter { path in
      seen.insert(path).inserted && !paths.contains { $0 != path && contains($0, path) }
    }
  }
}

/// `BindReadOnlyPaths=`: what is mounted read-only into an empty file system, and what `ExecPaths=` would open.
///
/// Under `ProtectSystem=strict` together with `NoExecPaths=/` systemd (tried: 252, 257, 262) mounts each of `ExecPaths=`
/// anew and forgets that it was read-only: a service could write its own programs. Mounted read-only once more they stay
/// what they were.
struct ReadOnlyBinds: MemberSet {
  private let readable = Allowlist.readablePaths

  func members(on context: ServiceContext, scope: Scope) -> [Member] { readable.members(on: context, scope: scope) }
  func effects(of value: String, on context: ServiceContext) -> Set<String> { readable.effects(of: value, on: context) }
  func inForce(on context: ServiceContext) -> Set<String> { readable.inForce(on: context) }
  func act(for value: String, on context: ServiceContext) -> Act? { readable.act(for: value, on: context) }

  func value(under effects: Effects, on context: ServiceContext) -> Value? {
    if let value = readable.value(under: effects, on: context) { return value }
    guard effects.contains(Effect("ProtectSystem", "strict")), !context.inForce.contains(Effect("NoExecPaths", "/")),
      case .allow(let programs)? = Allowlist.executablePaths.value(under: effects, on: context)
    else { return nil }
    let writable = Allowlist.writablePaths.value(under: effects, on: context)?.members ?? []
    let closed = programs.filter { program in
      Paths.isBindable(program) && !writable.contains { Paths.contains($0, program) || Paths.contains(program, $0) }
    }
    return closed.isEmpty ? nil : .allow((context.own("BindReadOnlyPaths", .bindMounts)?.members ?? []) + closed)
  }
}
