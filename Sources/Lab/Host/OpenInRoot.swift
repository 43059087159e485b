import CLab
import Glibc

/// Opens a path with a directory as the root, so that no symbolic link leads out of it.
func openInRoot(
  _ path: TreePath, of root: CInt, flags: CInt = O_RDONLY | O_DIRECTORY
) throws(SystemCallError) -> Descriptor {
  let name = path.isRoot ? FileName.itself.cString : path.cString
  return Descriptor(owning: try checkNegative(clab_open_in_root(root, name, flags | O_CLOEXEC, 0), "open", path.text))
}
