import Glibc

/// Opens a file, which no program started meanwhile inherits.
func openFile(_ path: String, _ flags: CInt, mode: mode_t = 0o644) throws(SystemCallError) -> Descriptor {
  Descriptor(owning: try check(open(path, flags | O_CLOEXEC, mode), "open", path))
}

/// The text of a small file; sequences that are not UTF-8 are replaced.
func readFile(_ path: String) throws(SystemCallError) -> String {
  String(decoding: try openFile(path, O_RDONLY).readAll(), as: UTF8.self)
}

/// Writes a file, made new where it was not there.
func writeFile(_ path: String, _ text: String, flags: CInt = O_CREAT | O_TRUNC) throws(SystemCallError) {
  try openFile(path, O_WRONLY | flags).writeAll(Array(text.utf8))
}

/// Writes an attribute of a control group or the like: an existing file that takes one line.
func writeAttribute(_ path: String, _ value: String) throws(SystemCallError) {
  do {
    try openFile(path, O_WRONLY).writeAll(Array(value.utf8))
  } catch {
    throw SystemCallError(call: "write \(value) to", subject: path, number: error.number)
  }
}

/// Makes a directory; one that is there already will do.
func makeDirectory(_ path: String, mode: mode_t = 0o755) throws(SystemCallError) {
  if mkdir(path, mode) == 0 || errno == EEXIST { return }
  throw SystemCallError(call: "mkdir", subject: path, number: errno)
}

/// The names in a directory; none where there is no such directory.
func names(in path: String) -> [String] {
  guard let directory = opendir(path) else { return [] }
  defer { closedir(directory) }
  return names(of: directory)
}

/// The names in an open directory, in no order.
func names(of directory: OpaquePointer) -> [String] {
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names
}

/// Whether something is at a path, a dangling symbolic link included.
func exists(_ path: String) -> Bool {
  var information = stat()
  return lstat(path, &information) == 0
}

/// Whether a directory is at a path, links not followed.
func isDirectory(_ path: String) -> Bool {
  var information = stat()
  return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
}

/// Says something on standard error.
func complain(_ message: String) {
  let bytes = Array((message + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
