import Glibc
import Linux

extension Lab {
  /// Takes a unit's file away in the lab, so that its name is free for a transient unit after the next reload of the
  /// manager, which is the caller's to do.
  ///
  /// Its drop-ins go with it, for they would add to the transient unit what a clone has already, and so do the links by
  /// which targets want it, for a unit that is wanted by a loaded one never leaves memory. Its aliases lead nowhere
  /// from then on: systemd takes them from files, and transient units have no say in it. For an instance the template
  /// goes, and with it all other instances. A script in /etc/init.d would bring the unit back, so the generator that
  /// reads those is masked where there is one of the unit's name.
  ///
  /// - Parameter name: the unit's own name, not an alias of it.
  /// - Throws: ``LabError/file(operation:path:reason:)``.
  public func hideUnit(_ name: String) throws(LabError) {
    try naming("hide unit", name) { () throws(SystemCallError) in
      let root = try openRoot()
      for path in Self.unitDirectories {
        guard let directory = try? openInRoot(path, of: root.number) else { continue }
        for file in Self.fileNames(of: name) { try removeTree(file, in: directory.number) }
        for entry in try directoryNames(directory.number) where Self.isDependencyDirectory(entry) {
          guard let links = try? openChild(entry, in: directory.number) else { continue }
          try removeTree(FileName(name), in: links.number)
        }
      }
    }
    let script = "/etc/init.d/" + (name.split(separator: ".").dropLast().joined(separator: "."))
    if name.hasSuffix(".service"), exists(inLab: script) { try maskScriptGenerator() }
  }

  private static func isDependencyDirectory(_ name: FileName) -> Bool {
    [".wants", ".requires", ".upholds"].contains { name.hasSuffix($0) }
  }

  /// Where unit files come from, transient ones apart (systemd.unit(5), "Unit File Load Path").
  private static let unitDirectories = [
    "etc/systemd/system.control", "run/systemd/system.control", "etc/systemd/system", "run/systemd/system",
    "etc/systemd/system.attached", "run/systemd/system.attached", "run/systemd/generator.early",
    "run/systemd/generator", "run/systemd/generator.late", "usr/local/lib/systemd/system", "usr/lib/systemd/system",
    "lib/systemd/system",
  ].map { TreePath($0) }

  /// The unit file and the directory of its drop-ins, for an instance also the template's.
  private static func fileNames(of unit: String) -> [FileName] {
    var names = [unit]
    if let at = unit.firstIndex(of: "@"), let dot = unit.lastIndex(of: "."), unit.index(after: at) < dot {
      names.append(String(unit[...at]) + unit[dot...])
    }
    return names.flatMap { [$0, $0 + ".d"] }.map { FileName($0) }
  }

  private func exists(inLab path: String) -> Bool {
    guard let root = try? openRoot() else { return false }
    return (try? openInRoot(TreePath(path), of: root.number, flags: O_RDONLY)) != nil
  }

  private func maskScriptGenerator() throws(LabError) {
    // An empty file masks the generator of that name (systemd.generator(7)).
    try write("", to: "/etc/systemd/system-generators/systemd-sysv-generator", mode: 0o755)
  }
}
