import Glibc
import Sandboxing

/// What the packages of the service's programs have beside them: directories, log rotation, files to be made at boot, and
/// what their configuration names.
struct PackageReader: UseReader {
  /// Where services keep what changes (hier(7)).
  private static let changing = ["/var/lib", "/var/log", "/var/cache", "/var/spool", "/run"]

  func uses(of service: ServiceFacts) -> [Use] {
    let packages = packages(of: service)
    let paths = packages.flatMap { package in service.packages.paths(of: package).map { (path: $0, package: package) } }
    return homes(of: service)
      + paths.flatMap { path, package in uses(ofFile: path, in: package, service) }
  }

  /// The packages of the unit and of its main program, and what was made from the same source.
  private func packages(of service: ServiceFacts) -> [String] {
    let unit = service.context.base["FragmentPath"]?.text
    let files = [unit].compactMap { $0 } + service.mainPrograms
    // A shell is not what a unit is about.
    let owners = files.filter { !Interpreters.isInterpreter($0) || $0.contains("php") }
      .compactMap(service.packages.owner)
    return service.packages.siblings(of: Set(owners))
  }

  /// passwd(5): a user that was made for a service has a home for what the service keeps.
  private func homes(of service: ServiceFacts) -> [Use] {
    service.accounts.compactMap { user in
      let isForServices = (Self.changing + ["/srv"]).contains { user.home.hasPrefix($0 + "/") }
      guard isForServices, service.tree.isDirectory(user.home) else { return nil }
      return Use(.writtenPath, user.home, from: "\(user.home) is the home of its user \(user.name)")
    }
  }

  private func uses(ofFile path: String, in package: String, _ service: ServiceFacts) -> [Use] {
    switch path {
    case _ where path.hasPrefix("/etc/logrotate.d/"):
      return rotation(service.tree.text(of: path) ?? "", in: path, service)
    case _ where path.contains("/tmpfiles.d/") && path.hasSuffix(".conf"):
      return temporaries(service.tree.text(of: path) ?? "", in: path)
    case _ where path.hasSuffix(".socket") && path.contains("/systemd/system/"):
      return socket(service.tree.text(of: path) ?? "", in: path)
    case _ where path.hasPrefix("/etc/"): return configuration(path, service)
    case _ where Self.changing.contains { path.hasPrefix($0 + "/") } && service.tree.isDirectory(path):
      guard mayWrite(path, service) else { return [] }
      return [Use(.writtenPath, path, from: "its package \(package) has the directory \(path)")]
    default: return []
    }
  }

  /// Whether a directory belongs to the service: to a user of it, or to root where nobody else is.
  private func mayWrite(_ path: String, _ service: ServiceFacts) -> Bool {
    guard let status = service.tree.status(of: path) else { return false }
    // Where everybody has something, only what it was seen to write is its.
    if service.staysRoot, !Self.changing.contains(path) { return true }
    if service.users.isEmpty { return status.st_uid == 0 }
    return service.accounts.contains { $0.number == status.st_uid } || status.st_mode & 0o020 != 0 && status.st_gid != 0
  }

  /// logrotate(8): files that are moved away are made anew, and whoever `create` names reads them.
  private func rotation(_ text: String, in path: String, _ service: ServiceFacts) -> [Use] {
    var uses: [Use] = []
    var directories: [String] = []
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "{" }).map(String.init)
      for word in words where word.hasPrefix("/") {
        guard let end = word.lastIndex(of: "/"), end != word.startIndex, !line.contains("["), !line.contains(";") else {
          continue
        }
        directories.append(String(word[..<end]))
        uses.append(Use(.writtenPath, String(word[..<end]), from: "\(path) rotates \(word)"))
      }
      guard words.first == "create", words.count > 1, let mode = UInt32(words[1], radix: 8) else { continue }
      let phrase = "\(path) makes logs with mode \(words[1])"
      for (bits, text, kind) in [(0o070, "0640", Use.Kind.groupPath), (0o007, "0644", .sharedPath)]
      where mode & UInt32(bits) != 0 {
        uses.append(Use(.fileMode, text, from: phrase))
        uses += directories.map { Use(kind, $0, from: phrase) }
      }
      // Root without this may not write in a file of somebody else's.
      if service.staysRoot, words.count > 2, words[2] != "root" {
        uses.append(Use(.capability, "CAP_DAC_OVERRIDE", from: "\(phrase) for \(words[2])"))
      }
    }
    return uses
  }

  /// tmpfiles.d(5): directories that are made for it at boot.
  private func temporaries(_ text: String, in path: String) -> [Use] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard words.count > 1, ["d", "D", "q", "Q", "v"].contains(String(words[0].prefix(1))),
        words[1].hasPrefix("/")
      else { return nil }
      return Use(.writtenPath, words[1].replacing(#//var/run//#, with: "/run/"), from: "\(path) makes \(words[1])")
    }
  }

  /// systemd.socket(5).
  private func socket(_ text: String, in path: String) -> [Use] {
    let addresses = UnitText(text)
    return ["ListenStream", "ListenDatagram", "ListenSequentialPacket"].flatMap(addresses.words(of:)).flatMap { word in
      let families = word.hasPrefix("/") || word.hasPrefix("@") ? ["AF_UNIX"] : ["AF_INET", "AF_INET6"]
      return families.map { Use(.addressFamily, $0, from: "\(path) listens on \(word)") }
    }
  }

  /// What configuration names is used once somebody asks for it: where it writes, what it reads.
  private func configuration(_ path: String, _ service: ServiceFacts) -> [Use] {
    guard let text = service.tree.text(of: path, limit: 1 << 17) else { return [] }
    var uses: [Use] = []
    for line in text.split(separator: "\n") {
      let line = line.trimmingPrefix(while: \.isWhitespace)
      // A line may begin with a path, as those of AppArmor do (apparmor.d(5)).
      if ["#", ";", "//", "/*"].contains(where: line.hasPrefix) || line.isEmpty { continue }
      for match in line.matches(of: /(?:^|[\s="':,(])(\/[A-Za-z0-9._+-]+(?:\/[A-Za-z0-9._+-]+)+)/) {
        let named = String(match.1)
        let phrase = "\(path) names \(named)"
        if let directory = directory(of: named, service), Self.changing.contains(where: { named.hasPrefix($0 + "/") }) {
          if mayWrite(directory, service) { uses.append(Use(.writtenPath, directory, from: phrase)) }
          uses.append(Use(.readPath, directory, from: phrase))
        } else if service.tree.status(of: named) != nil {
          uses.append(Use(.readPath, named, from: phrase))
        }
      }
      for match in line.matches(of: /(?:^|[\s="'(\[])(::1?|\[::1?\])(?:[\]:\s"';,]|$)/) {
        uses.append(Use(.addressFamily, "AF_INET6", from: "\(path) names \(match.1)"))
      }
    }
    return uses
  }

  /// The directory that a path is, or in which it is.
  private func directory(of path: String, _ service: ServiceFacts) -> String? {
    if service.tree.isDirectory(path) { return path }
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    return parent.count > 1 && service.tree.isDirectory(parent) ? parent : nil
  }
}
