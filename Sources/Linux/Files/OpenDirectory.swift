import CLinux
import Glibc

// Files by their names in a directory that is open: whatever links are planted meanwhile, nothing leads elsewhere.

/// Opens a path with a directory as the root, so that no symbolic link leads out of it (openat2(2), `RESOLVE_IN_ROOT`).
public func openInRoot(
  _ path: TreePath, of root: CInt, flags: CInt = O_RDONLY | O_DIRECTORY
) throws(SystemCallError) -> Descriptor {
  let name = path.isRoot ? FileName.itself.cString : path.cString
  return Descriptor(
    owning: try checkNegative(clinux_open_in_root(root, name, flags | O_CLOEXEC, 0), "open", path.text))
}

/// Opens a directory, or another file, in an open directory; links are not followed.
public func openChild(
  _ name: FileName, in directory: CInt, flags: CInt = O_RDONLY | O_DIRECTORY, mode: mode_t = 0
) throws(SystemCallError) -> Descriptor {
  Descriptor(
    owning: try check(
      openat(directory, name.cString, flags | O_NOFOLLOW | O_CLOEXEC, mode), "open", name.text))
}

/// The names in an open directory, in no order.
public func directoryNames(_ directory: CInt) throws(SystemCallError) -> [FileName] {
  // The stream closes its descriptor, and shares its position: it gets one of its own.
  let own = try check(openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open", "directory")
  guard let stream = fdopendir(own) else { throw SystemCallError(call: "fdopendir", subject: "", number: errno) }
  defer { closedir(stream) }
  return entries(of: stream).map(\.name)
}

/// The target of a symbolic link in an open directory, with a NUL at its end.
public func readLink(_ name: FileName, in directory: CInt) throws(SystemCallError) -> [CChar] {
  var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
  let length = try check(readlinkat(directory, name.cString, &target, target.count - 1), "readlink", name.text)
  return target.prefix(length) + [0]
}

/// Takes a name, and everything below it, out of an open directory; one that is not there will do.
public func removeTree(_ name: FileName, in directory: CInt) throws(SystemCallError) {
  if unlinkat(directory, name.cString, 0) == 0 || errno == ENOENT { return }
  // Only marks that forbid every change answer root so.
  if errno == EPERM {
    _ = clinux_make_mutable(directory, name.cString)
    if unlinkat(directory, name.cString, 0) == 0 { return }
  }
  guard errno == EISDIR else { throw SystemCallError(call: "unlink", subject: name.text, number: errno) }
  let child = try openChild(name, in: directory)
  _ = clinux_make_mutable(directory, name.cString)
  for name in try directoryNames(child.number) { try removeTree(name, in: child.number) }
  try check(unlinkat(directory, name.cString, AT_REMOVEDIR), "rmdir", name.text)
}
