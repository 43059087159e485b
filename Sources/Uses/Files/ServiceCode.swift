/// The code that a service can run without anybody giving it more: its programs, and the libraries that they name.
struct ServiceCode {
  /// What its own package made: the main program, others of its package, libraries made from the same source.
  private(set) var own: [String: ProgramFile] = [:]
  /// What of it nothing names, and was loaded all the same: whoever asks for a plugin says what it is for.
  private(set) var plugins: Set<String> = []
  /// Programs that the packages of its main programs have for it alone, be they seen to run or not.
  private(set) var helpers: [String: ProgramFile] = [:]
  /// What others made, without the C library, which has everything.
  private(set) var foreign: [String: ProgramFile] = [:]
  /// Whether all of it could be read: no interpreter, no file that is missing or linked to nothing.
  private(set) var isKnown = true
  private var ownPackages: Set<String> = []

  /// What of the C library runs another program (exec(3), posix_spawn(3), popen(3), system(3)).
  static let runningPrograms: Set = [
    "execl", "execle", "execlp", "execv", "execve", "execveat", "execvp", "execvpe", "fexecve", "popen", "posix_spawn",
    "posix_spawnp", "system",
  ]

  /// No code: nobody has looked yet.
  static let unread = ServiceCode()

  private init() {}

  /// The code of a service's programs. It reads all of it: whoever wants to know asks the service for it.
  init(of service: ServiceFacts) {
    let main = service.mainPrograms
    let owners = main.compactMap(service.packages.owner)
    ownPackages = Set(service.packages.siblings(of: Set(owners)))
    for program in service.programs {
      guard !service.isInterpreted(program), let file = Self.read(program, in: service.tree) else {
        isKnown = false
        continue
      }
      if isOwn(program, service) || main.contains(program) { own[program] = file } else { foreign[program] = file }
      if file.libraries.isEmpty { isKnown = false }
      add(file, near: program, service)
    }
    if own.isEmpty { isKnown = false }
    for path in Set(owners).sorted().flatMap(service.packages.paths).filter(Self.isForItself).prefix(256) {
      let program = service.tree.resolved(path)
      guard own[program] == nil, helpers.count < 64, service.isProgram(program),
        let file = Self.read(program, in: service.tree)
      else { continue }
      helpers[program] = file
    }
    let named = Set(own.keys)
    for path in (service.runtime.mappedFiles ?? []).sorted() where own[path] == nil && foreign[path] == nil {
      add(library: path, service)
    }
    plugins = Set(own.keys).subtracting(named)
  }

  private mutating func add(_ file: ProgramFile, near path: String, _ service: ServiceFacts) {
    let origin = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    let near = file.libraryDirectories.map { $0.replacing("$ORIGIN", with: origin) }
    for name in file.libraries where !Self.isOfCLibrary(name) {
      let places = near + Self.usualPlaces(in: service.tree)
      guard let place = places.map({ service.tree.resolved("\($0)/\(name)") }).first(where: service.tree.has) else {
        isKnown = false
        continue
      }
      add(library: place, service)
    }
  }

  private mutating func add(library path: String, _ service: ServiceFacts) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard own[path] == nil, foreign[path] == nil, !Self.isOfCLibrary(name),
      let file = Self.read(path, in: service.tree)
    else { return }
    if isOwn(path, service) { own[path] = file } else { foreign[path] = file }
    add(file, near: path, service)
  }

  private func isOwn(_ path: String, _ service: ServiceFacts) -> Bool {
    service.packages.owner(of: path).map(ownPackages.contains) ?? false
  }

  /// Names that its own code takes from others.
  var ownImports: Set<String> { own.values.reduce(into: []) { $0.formUnion($1.imports) } }

  /// Which of its own code reads private keys, and by which call; nil where none does.
  var readingKeys: (path: String, name: String)? {
    own.sorted { $0.key < $1.key }.lazy.compactMap { path, file in
      Self.readingKeys.first(where: file.imports.contains).map { (path, $0) }
    }.first
  }

  /// OpenSSL's and GnuTLS's.
  private static let readingKeys = [
    "SSL_CTX_use_PrivateKey", "SSL_CTX_use_PrivateKey_file", "SSL_use_PrivateKey", "SSL_use_PrivateKey_file",
    "gnutls_certificate_set_x509_key", "gnutls_certificate_set_x509_key_file",
  ]

  /// Names that any of its code takes from others.
  var allImports: Set<String> { foreign.values.reduce(into: ownImports) { $0.formUnion($1.imports) } }

  static func read(_ path: String, in tree: FileTree) -> ProgramFile? {
    tree.withFile(path) { descriptor, _ in ProgramFile(descriptor: descriptor) }
  }

  /// ld.so(8): where libraries are that nobody says more of.
  private static func usualPlaces(in tree: FileTree) -> [String] {
    ["/usr/lib", "/lib"].flatMap { top in
      tree.names(in: top).filter { $0.contains("-linux-") }.map { "\(top)/\($0)" } + [top]
    } + ["/lib64", "/usr/lib64", "/usr/local/lib"]
  }

  /// hier(7): programs there are run by other programs, not by people.
  private static func isForItself(_ path: String) -> Bool {
    ["/usr/lib/", "/usr/libexec/", "/lib/"].contains(where: path.hasPrefix) && !path.contains(".so")
  }

  private static func isOfCLibrary(_ name: String) -> Bool {
    ["libc.", "libm.", "ld-linux", "libpthread.", "libdl.", "librt.", "libresolv.", "ld-musl", "libnss_", "libgcc_s."]
      .contains { name.hasPrefix($0) }
  }
}

/// Programs that run what others have written, of which their own code says nothing.
enum Interpreters {
  /// By the beginning of their names, which end with a version at times: `python3.11`, `php-fpm8.2`.
  private static let names = [
    "awk", "bash", "beam", "busybox", "csh", "dash", "deno", "dotnet", "erl", "gawk", "guile", "java", "ksh", "lua",
    "mawk",
    "mono", "node", "perl", "php", "pypy", "python", "ruby", "sh", "tclsh", "uwsgi", "zsh",
  ]

  /// Whether a program is one for scripts that run other programs.
  static func isShell(_ program: String) -> Bool {
    ["bash", "csh", "dash", "ksh", "sh", "zsh"].contains(program.split(separator: "/").last.map(String.init) ?? program)
  }

  /// Whether a program is one.
  static func isInterpreter(_ program: String) -> Bool {
    let name = program.split(separator: "/").last.map(String.init) ?? program
    return names.contains { prefix in
      name.hasPrefix(prefix)
        && name.dropFirst(prefix.count).allSatisfy { !$0.isLetter || name.hasPrefix("php") || name.hasPrefix("beam") }
    }
  }
}
