import Linux
import Glibc
import Synchronization
import Workflows

/// A disk in memory that knows what would survive a power cut, and has one when its fuse is burnt.
///
/// It is as mean as a file system may be: entries of a directory reach the medium in the order in which they were made,
/// but as late as that directory's fsync; a file's content at its fsync, and until then it may be there, empty or torn.
final class SimulatedDisk: Disk {
  final class Node: Sendable {
    struct Content: Sendable {
      var bytes: [UInt8]
      var isDurable = false
    }
    let kind: FileStatus.Kind
    let attributes: FileAttributes
    let content: Mutex<Content>

    init(_ kind: FileStatus.Kind, attributes: FileAttributes, bytes: [UInt8] = [], isDurable: Bool = false) {
      self.kind = kind
      self.attributes = attributes
      content = Mutex(Content(bytes: bytes, isDurable: isDurable))
    }
  }

  /// What the cut leaves of content that no fsync has covered.
  enum Unwritten: CaseIterable { case whole, empty, torn }

  private struct State {
    /// The tree as programs see it.
    var tree: [String: Node] = ["/": Node(.directory, attributes: FileAttributes(mode: 0o755))]
    /// The tree as the medium has it, and the changes that it has yet to see.
    var durable: [String: Node] = [:]
    var pending: [(directory: String, change: @Sendable (inout [String: Node]) -> Void)] = []
    /// The call, counted from now, that finds the disk full; nil for none.
    var callsUntilFull: Int?
    var calls = 0
  }

  private let state = Mutex(State())
  /// The directory whose content never survives: `/run`.
  private let volatile: String

  private let fuse: Fuse

  init(volatile: String = "/run", fuse: Fuse = Fuse()) {
    self.volatile = volatile
    self.fuse = fuse
  }

  // MARK: What a test asks

  /// How many changing calls were made so far.
  var calls: Int { state.withLock { $0.calls } }

  /// Lets this many changing calls through and finds no space at the next that needs some.
  func fill(after calls: Int) { state.withLock { $0.callsUntilFull = calls } }

  /// Everything there is becomes durable, as on a disk that has been left alone for a while.
  func settle() {
    state.withLock { state in
      for node in state.tree.values { node.content.withLock { $0.isDurable = true } }
      state.durable = state.tree
      state.pending = []
    }
  }

  /// How many changes the medium may or may not have seen.
  var pendingChanges: Int { state.withLock { $0.pending.count } }

  /// What a machine finds after a power cut that let the first `survivors` pending changes through.
  func rebooted(survivors: Int, unwritten: Unwritten) -> SimulatedDisk {
    let disk = SimulatedDisk(volatile: volatile)
    let (durable, pending) = state.withLock { ($0.durable, $0.pending) }
    var tree = durable
    for (_, change) in pending.prefix(survivors) { change(&tree) }
    disk.state.withLock { fresh in
      for (path, node) in tree where !path.hasPrefix(volatile + "/") {
        let content = node.content.withLock { $0 }
        let bytes: [UInt8] =
          if content.isDurable {
            content.bytes
          } else {
            switch unwritten {
            case .whole: content.bytes
            case .empty: []
            case .torn: Array(content.bytes.prefix(content.bytes.count / 2))
            }
          }
        fresh.tree[path] = Node(node.kind, attributes: node.attributes, bytes: bytes, isDurable: true)
      }
    }
    disk.settle()
    return disk
  }

  /// Everything below a directory, by path, with mode and content.
  func contents(below directory: String) -> [String: String] {
    state.withLock { state in
      var found: [String: String] = [:]
      for (path, node) in state.tree where path.hasPrefix(directory + "/") {
        let text = String(decoding: node.content.withLock { $0.bytes }, as: UTF8.self)
        found[path] = "\(node.kind) \(String(node.attributes.mode, radix: 8)) \(text)"
      }
      return found
    }
  }

  // MARK: Disk

  func status(of path: String) throws(DiskError) -> DiskStatus? {
    state.withLock { state in
      state.tree[path].map { DiskStatus(kind: $0.kind, attributes: $0.attributes) }
    }
  }

  func contents(of path: String) throws(DiskError) -> [UInt8] {
    guard let node = state.withLock({ $0.tree[path] }) else { throw DiskError(path: path, code: ENOENT) }
    return node.content.withLock { $0.bytes }
  }

  func entries(of directory: String) throws(DiskError) -> [String] {
    state.withLock { state in
      let prefix = directory == "/" ? "/" : directory + "/"
      return state.tree.keys.compactMap { path in
        let name = path.hasPrefix(prefix) ? path.dropFirst(prefix.count) : ""
        return name.isEmpty || name.contains("/") ? nil : String(name)
      }
    }
  }

  func makeDirectory(_ path: String, mode: UInt16) throws(DiskError) {
    try change(path, needsSpace: true) { tree in
      guard tree[path] == nil else { return .refusal(EEXIST) }
      let node = Node(.directory, attributes: FileAttributes(mode: mode))
      return .change { $0[path] = node }
    }
  }

  func create(_ path: String, holding bytes: [UInt8], attributes: FileAttributes) throws(DiskError) {
    try change(path, needsSpace: true) { tree in
      guard tree[path] == nil else { return .refusal(EEXIST) }
      let node = Node(.regular, attributes: attributes, bytes: bytes)
      return .change { $0[path] = node }
    }
  }

  func synchronize(_ path: String) throws(DiskError) {
    try count(path, needsSpace: false)
    state.withLock { state in
      guard let node = state.tree[path] else { return }
      node.content.withLock { $0.isDurable = true }
      guard node.kind == .directory else { return }
      // In order: what was done before in other directories is on the medium, too (a journal's commit).
      guard let last = state.pending.lastIndex(where: { $0.directory == path }) else { return }
      for (_, change) in state.pending[...last] { change(&state.durable) }
      state.pending.removeFirst(last + 1)
    }
  }

  func rename(_ path: String, to other: String) throws(DiskError) {
    try change(path, needsSpace: false) { tree in
      guard let node = tree[path] else { return .refusal(ENOENT) }
      return .change {
        $0[path] = nil
        $0[other] = node
      }
    }
  }

  func setOwner(of path: String, to owner: UInt32, group: UInt32) throws(DiskError) {
    try change(path, needsSpace: false) { tree in
      guard let node = tree[path] else { return .refusal(ENOENT) }
      let attributes = FileAttributes(mode: node.attributes.mode, owner: owner, group: group)
      let content = node.content.withLock { $0 }
      let changed = Node(node.kind, attributes: attributes, bytes: content.bytes, isDurable: content.isDurable)
      return .change { $0[path] = changed }
    }
  }

  func removeFile(_ path: String) throws(DiskError) {
    try change(path, needsSpace: false) { tree in
      guard tree[path] != nil else { return .refusal(ENOENT) }
      return .change { $0[path] = nil }
    }
  }

  func removeDirectory(_ path: String) throws(DiskError) {
    try change(path, needsSpace: false) { tree in
      guard tree[path] != nil else { return .refusal(ENOENT) }
      guard !tree.keys.contains(where: { $0.hasPrefix(path + "/") }) else { return .refusal(ENOTEMPTY) }
      return .change { $0[path] = nil }
    }
  }

  // MARK: Changing

  private func count(_ path: String, needsSpace: Bool) throws(DiskError) {
    guard fuse.spend() else { throw DiskError(path: path, code: EIO) }
    let code: Int32? = state.withLock { state in
      state.calls += 1
      if let left = state.callsUntilFull {
        state.callsUntilFull = max(0, left - 1)
        if left == 0, needsSpace { return ENOSPC }
      }
      return nil
    }
    if let code { throw DiskError(path: path, code: code) }
  }

  /// Either the change that it comes to, or why not.
  private enum Step {
    case change(@Sendable (inout [String: Node]) -> Void)
    case refusal(Int32)
  }

  private func change(
    _ path: String, needsSpace: Bool, _ body: ([String: Node]) -> Step
  ) throws(DiskError) {
    try count(path, needsSpace: needsSpace)
    let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    let directory = parent.isEmpty ? "/" : String(parent)
    let refusal: Int32? = state.withLock { state in
      guard state.tree[directory]?.kind == .directory else { return ENOENT }
      switch body(state.tree) {
      case .refusal(let code): return code
      case .change(let change):
        change(&state.tree)
        state.pending.append((directory, change))
        return nil
      }
    }
    if let refusal { throw DiskError(path: path, code: refusal) }
  }
}
