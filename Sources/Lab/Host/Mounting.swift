import Glibc

/// Mounts a file system (mount(2)).
func mountFileSystem(
  _ type: String, on target: String, flags: Int = 0, options: String = ""
) throws(SystemCallError) {
  try check(mount(type, target, type, UInt(flags), options), "mount \(type) on", target)
}

/// Shows a directory or file at a second place.
func bindMount(_ source: String, on target: String, recursively: Bool = false) throws(SystemCallError) {
  let flags = Int(MS_BIND) | (recursively ? Int(MS_REC) : 0)
  try check(mount(source, target, nil, UInt(flags), nil), "bind \(source) on", target)
}

/// Makes one mount read-only, and leaves the file system behind it and other mounts of it alone.
func remountReadOnly(_ target: String, flags: Int = 0) throws(SystemCallError) {
  let flags = Int(MS_REMOUNT) | Int(MS_BIND) | Int(MS_RDONLY) | flags
  try check(mount(nil, target, nil, UInt(flags), nil), "remount", target)
}
