import CLab
import Glibc
import SystemPackage

/// Opens a path with a directory as the root, so that no symbolic link leads out of it. An absolute path is one under
/// that root, and an empty one the root itself.
func openInRoot(
  _ path: FilePath, of root: CInt, flags: CInt = O_RDONLY | O_DIRECTORY
) throws(SystemCallError) -> Descriptor {
  let path = path.isEmpty ? FilePath(".") : path
  return Descriptor(
    owning: try checkNegative(
      path.withPlatformString { clab_open_in_root(root, $0, flags | O_CLOEXEC, 0) }, "open", path.string))
}
