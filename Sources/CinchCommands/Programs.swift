import Glibc

/// The programs that belong to Cinch beside `cinch` itself.
enum Programs {
  /// Where `cinch-act` is: beside this program, or where a package puts what users do not call
  /// (`/usr/bin/cinch` and `/usr/libexec/cinch/cinch-act`).
  static func act() throws -> String {
    let directory = self.directory
    let candidates = [directory + "/cinch-act", directory + "/../libexec/cinch/cinch-act"]
    guard let found = candidates.first(where: { access($0, X_OK) == 0 }) else {
      throw MissingProgram(name: "cinch-act", directory: directory)
    }
    return found
  }

  /// The directory of this program.
  static var directory: String {
    let own = self.own()
    return String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)])
  }

  private static func own() -> String {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
  }
}

/// A program of Cinch's own that is not where it belongs.
struct MissingProgram: Error, CustomStringConvertible {
  let name: String
  let directory: String

  var description: String { "\(name) is missing; install it in \(directory), beside cinch" }
}
