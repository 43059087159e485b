import Glibc
import Sandboxing

/// Reads a unit's own text: its file and its drop-ins, in the order in which systemd merges them.
enum UnitText {
  /// The text of a unit from its loaded properties.
  ///
  /// - Parameters:
  ///   - properties: of which `FragmentPath` and `DropInPaths` say where it stands.
  ///   - reach: how a path that the manager sees is reached from here; nil for what is to be left out.
  /// - Returns: one text, empty where the unit has no file.
  static func read(_ properties: [String: BusValue], reach: (String) -> String?) -> String {
    let paths = [properties["FragmentPath"]?.text ?? ""] + (properties["DropInPaths"]?.texts ?? [])
    return paths.filter { !$0.isEmpty }.compactMap(reach).compactMap(contents).joined(separator: "\n")
  }

  private static func contents(of path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
