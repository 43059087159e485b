/// What makes systemd pass over `TemporaryFileSystem=/` without a word: of two settings for the same path, here `/` itself,
/// the one that only restricts it counts (src/core/namespace.c, `drop_duplicates()`; seen with 252, 257 and 262).
enum EmptyRoot {
  private static let undoneBy = [Effect("ProtectSystem", "strict"), Effect("NoExecPaths", "/")]

  /// Whether the unit has an empty root by itself.
  static func isSet(on context: ServiceContext) -> Bool {
    let mounts = context.own("TemporaryFileSystem", .temporaryFileSystems)?.members ?? []
    return mounts.contains { $0 == "/" || $0.hasPrefix("/:") }
  }

  /// Whether one of the effects for which `contains` answers true would undo it.
  static func isUndone(by contains: (Effect) -> Bool) -> Bool { undoneBy.contains(where: contains) }

  /// Why a unit cannot have one; nil where it can.
  static func refusal(on context: ServiceContext) -> String? {
    if isUndone(by: context.inForce.contains) { return "the unit's ProtectSystem= or NoExecPaths= undoes it" }
    let hasMounts = ["BindPaths", "BindReadOnlyPaths"].contains { name in
      !(context.own(name, .bindMounts)?.members ?? []).isEmpty
    }
    return hasMounts ? "the unit mounts paths of its own" : nil
  }
}
