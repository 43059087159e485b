import Glibc
import Linux

/// One copy-on-write layer of a lab's root: the overlay over one of the file systems that make up the tree below.
struct OverlayLayer: Codable, Sendable, Hashable {
  /// Where it is mounted, seen from the lab's root, without a slash in front: empty for the root itself.
  let place: String
  /// What is below, and what was written above: directories as the keeper sees them.
  let lower: String
  let upper: String
}

/// The copy-on-write view of a tree, built in the keeper's private mount namespace on a tmpfs that vanishes with it.
struct CopyOnWriteRoot {
  /// The keeper's own directory: every system has it, and the host's is only covered for the keeper's namespace.
  static let directory = "/tmp"
  static let root = directory + "/root"
  /// For the outputs of commands, which are wanted most when the lab's disk is full.
  static let outputs = directory + "/outputs"
  /// Where the keeper listens.
  static let notifySocket = directory + "/notify"
  private static let outputsSize = 64 << 20

  /// Layers from the top of the tree downwards.
  let layers: [OverlayLayer]

  /// Builds the view of the tree at a path.
  init(of tree: String, disk: UInt64) throws(LabError) {
    do {
      try check(chdir(tree), "chdir", tree)
      let submounts = try Submounts(of: tree)
      try mountFileSystem(
        "tmpfs", on: Self.directory, flags: Int(MS_NOSUID) | Int(MS_NODEV), options: "mode=700,size=\(disk)")
      for directory in [Self.root, Self.outputs] { try makeDirectory(directory) }
      try mountFileSystem("tmpfs", on: Self.outputs, options: "mode=700,size=\(Self.outputsSize)")
      var layers: [OverlayLayer] = []
      for place in [""] + submounts.directories {
        let layer = try Self.prepare(place, number: layers.count)
        do {
          try layer.mount()
          layers.append(layer)
        } catch {
          // Not every file system can be a lower layer. What a lab cannot have, it does without; but its root it needs.
          if place.isEmpty { throw LabError.noOverlay(root: tree, reason: error.reason) }
        }
      }
      for file in submounts.files { try? Self.copy(file) }
      self.layers = layers
    } catch let error as LabError {
      throw error
    } catch {
      throw .notBuilt(reason: "\(error)")
    }
  }

  /// Makes the directories of a layer. The bind keeps what is below reachable, whatever its path holds that mount
  /// options could not say, and although the tree itself may be under the covered directory.
  private static func prepare(_ place: String, number: Int) throws(SystemCallError) -> OverlayLayer {
    let layer = OverlayLayer(place: place, lower: "\(directory)/lower-\(number)", upper: "\(directory)/upper-\(number)")
    for directory in [layer.lower, layer.upper, layer.work] { try makeDirectory(directory) }
    try bindMount("./" + place, on: layer.lower)
    return layer
  }

  /// Copies a file that is itself a mount, as containers have it for /etc/hosts.
  private static func copy(_ file: String) throws(SystemCallError) {
    let bytes = try openFile("./" + file, O_RDONLY | O_NOFOLLOW).readAll(limit: 1 << 20)
    try openFile("\(root)/\(file)", O_WRONLY | O_TRUNC | O_NOFOLLOW).writeAll(bytes)
  }
}

extension OverlayLayer {
  /// The directory that the overlay file system works in.
  fileprivate var work: String { upper + "-work" }

  /// Renaming a directory from below works as it does without a lab (redirect_dir), and every file above is whole
  /// (no metacopy), so that the upper layer alone says what was written.
  fileprivate func mount() throws(SystemCallError) {
    var information = stat()
    try check(stat(lower, &information), "stat", lower)
    chmod(upper, information.st_mode & 0o7777)
    chown(upper, information.st_uid, information.st_gid)
    try mountFileSystem(
      "overlay", on: "\(CopyOnWriteRoot.root)/\(place)",
      options: "lowerdir=\(lower),upperdir=\(upper),workdir=\(work),redirect_dir=on,metacopy=off,index=off")
  }
}
