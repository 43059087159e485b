import Glibc

/// Removal of files with everything in them.
enum Removal {
  /// Takes a name out of an open directory; one that is not there will do.
  static func remove(_ name: FileName, in directory: CInt) throws(SystemCallError) {
    if unlinkat(directory, name.cString, 0) == 0 || errno == ENOENT { return }
    guard errno == EISDIR else { throw SystemCallError(call: "unlink", subject: name.text, number: errno) }
    let child = try openChild(name, in: directory)
    for name in try directoryNames(child.number) { try remove(name, in: child.number) }
    try check(unlinkat(directory, name.cString, AT_REMOVEDIR), "rmdir", name.text)
  }
}
