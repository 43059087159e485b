import Glibc

/// Opens a file, which no program started meanwhile inherits.
public func openFile(_ path: String, _ flags: CInt, mode: mode_t = 0o644) throws(SystemCallError) -> Descriptor {
  Descriptor(owning: try check(open(path, flags | O_CLOEXEC, mode), "open", path))
}

/// The text of a small file; sequences that are not UTF-8 are replaced.
public func readFile(_ path: String) throws(SystemCallError) -> String {
  String(decoding: try openFile(path, O_RDONLY).readAll(), as: UTF8.self)
}

/// Writes a file, made new where it was not there.
public func writeFile(_ path: String, _ text: String, flags: CInt = O_CREAT | O_TRUNC) throws(SystemCallError) {
  try openFile(path, O_WRONLY | flags).writeAll(Array(text.utf8))
}

/// Writes an attribute of a control group or the like: an existing file that takes one line.
public func writeAttribute(_ path: String, _ value: String) throws(SystemCallError) {
  do {
    try openFile(path, O_WRONLY).writeAll(Array(value.utf8))
  } catch {
    throw SystemCallError(call: "write \(value) to", subject: path, number: error.number)
  }
}

/// Makes a directory; one that is there already will do.
public func makeDirectory(_ path: String, mode: mode_t = 0o755) throws(SystemCallError) {
  if mkdir(path, mode) == 0 || errno == EEXIST { return }
  throw SystemCallError(call: "mkdir", subject: path, number: errno)
}

/// The target of a symbolic link; nil where there is none. What is not UTF-8 is replaced.
public func linkTarget(_ path: String) -> String? {
  var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
  let length = readlink(path, &buffer, buffer.count)
  return length > 0 ? String(decoding: buffer.prefix(length), as: UTF8.self) : nil
}

/// Whether something is at a path, a dangling symbolic link included.
public func exists(_ path: String) -> Bool {
  var information = stat()
  return lstat(path, &information) == 0
}

/// Whether a directory is at a path, links not followed.
public func isDirectory(_ path: String) -> Bool {
  var information = stat()
  return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
}

/// The names in a directory, in no order; none where it cannot be read.
public func names(in path: String) -> [String] { entries(in: path).map(\.name) }

/// The names of the directories in a directory, links to directories left out; none where it cannot be read.
public func directories(in path: String) -> [String] {
  entries(in: path).filter { entry in
    // A file system may leave it open what an entry is (readdir(3), "DT_UNKNOWN").
    entry.type == DT_DIR || entry.type == DT_UNKNOWN && isDirectory("\(path)/\(entry.name)")
  }.map(\.name)
}

private func entries(in path: String) -> [(name: String, type: Int)] {
  guard let stream = opendir(path) else { return [] }
  defer { closedir(stream) }
  return entries(of: stream).map { ($0.name.text, $0.type) }
}

/// What is in a directory that is open for reading, but `.` and `..`: names and types (readdir(3), `DT_DIR`).
func entries(of stream: OpaquePointer) -> [(name: FileName, type: Int)] {
  var entries: [(name: FileName, type: Int)] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { FileName(cString: $0) }
    }
    if name != .itself && name != .parent { entries.append((name, Int(entry.pointee.d_type))) }
  }
  return entries
}

/// Says something on standard error.
public func complain(_ message: String) {
  let bytes = Array((message + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
