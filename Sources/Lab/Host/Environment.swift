import Glibc

/// Environments of processes, as execve(2) takes them.
enum Environment {
  /// This process's own.
  static var own: [String] {
    var result: [String] = []
    var pointer = environ
    while let entry = pointer.pointee {
      result.append(String(cString: entry))
      pointer += 1
    }
    return result
  }

  /// Where systems keep their programs.
  static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
}
