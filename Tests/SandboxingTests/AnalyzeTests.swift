import Glibc
import Testing

@testable import Sandboxing

/// Drop-ins read by this machine's own systemd-analyze. Skipped, with a word, where there is none.
@Suite(
  .enabled(if: SystemdAnalyze.version != nil, "systemd-analyze is not installed: drop-ins were read by no systemd"))
struct AnalyzeTests {
  static let platform = ServiceContexts.platform(
    systemd: SystemdAnalyze.version ?? 247, systemCallGroups: SystemdAnalyze.systemCallGroups)

  static let context: ServiceContext = {
    var observed = Observation()
    observed.writtenDirectories = ["/run", "/var/log/nginx", "/srv/odd name/100%/\"\\"]
    observed.executedDirectories = ["/usr/sbin", "/usr/lib"]
    observed.readDirectories = ["/etc/nginx", "/usr"]
    observed.boundPorts = ["tcp:80", "ipv4:udp:5000-5010"]
    observed.addresses = ["localhost", "link-local", "multicast"]
    observed.devices = ["/dev/fuse"]
    observed.user = "daemon"
    observed.group = "daemon"
    return ServiceContext(platform: platform, base: ServiceContexts.defaults, observed: observed)
  }()

  static func candidates(_ plan: Scope.FileSystemPlan, depth: Scope.Depth) -> [Restriction] {
    var scope = Scope()
    scope.fileSystem = plan
    scope.depth = depth
    return Catalogue.candidates(on: context, scope: scope).filter { $0.status == .candidate }.map(\.restriction)
  }

  @Test(arguments: Scope.FileSystemPlan.allCases)
  func everyRestrictionAtOnceIsReadWithoutAWarning(plan: Scope.FileSystemPlan) throws {
    let rendering = Rendering(of: Sandbox(Self.candidates(plan, depth: .syscalls)), on: Self.context)
    for explicit in [false, true] {
      #expect(try SystemdAnalyze.complaints(about: rendering.dropIn(explicit: explicit)) == "")
    }
  }

  /// Each one alone, all in one run: some values are written only where others are not.
  @Test func everyRestrictionAloneIsReadWithoutAWarning() throws {
    let restrictions = Scope.FileSystemPlan.allCases.flatMap { Self.candidates($0, depth: .groups) }
    let alone = Sandbox(restrictions).restrictions.map { Rendering(of: Sandbox([$0]), on: Self.context).dropIn() }
    #expect(alone.count > 150)
    #expect(try SystemdAnalyze.complaints(about: alone) == "")
  }

  @Test func theTightestSandboxHasNextToNoExposureLeft() throws {
    let context = ServiceContext(platform: Self.platform, base: ServiceContexts.defaults)
    let restrictions = Catalogue.candidates(on: context).filter { $0.status == .candidate }.map(\.restriction)
    let exposure = try SystemdAnalyze.exposure(of: Rendering(of: Sandbox(restrictions), on: context).dropIn())
    #expect(try #require(exposure) <= 0.2)
  }

  /// Leaving out what others imply must not cost exposure: systemd-analyze sees it all the same.
  @Test func whatIsImpliedCountsAsIfItWereWritten() throws {
    let text = "DynamicUser=yes PrivateDevices=yes ProtectKernelModules=yes ProtectKernelLogs=yes ProtectClock=yes"
    let rendering = Rendering(
      of: sandbox(text + " DevicePolicy=closed CapabilityBoundingSet=~CAP_SYS_MODULE"),
      on: ServiceContext(platform: Self.platform, base: ServiceContexts.defaults))
    let short = try SystemdAnalyze.exposure(of: rendering.dropIn())
    #expect(short != nil)
    #expect(short == (try SystemdAnalyze.exposure(of: rendering.dropIn(explicit: true))))
  }
}

/// The tool, run on units in a directory of its own.
enum SystemdAnalyze {
  struct Failure: Error { let text: String }

  static let version: Int? = {
    guard let line = try? run("systemd-analyze --version 2>/dev/null").split(separator: "\n").first else { return nil }
    return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
  }()

  static let systemCallGroups: [String: [String]] = SystemCallGroups.groups(
    in: (try? run("systemd-analyze syscall-filter 2>/dev/null")) ?? "")

  /// What `systemd-analyze verify` says about units with these drop-ins; nothing when all is well.
  static func complaints(about dropIns: String...) throws -> String { try complaints(about: dropIns) }

  static func complaints(about dropIns: [String]) throws -> String {
    try withUnits(dropIns) {
      try run("cd '\($0)' && systemd-analyze verify --man=no ./*.service 2>&1 | sed 's,^.*/,,'")
    }
  }

  /// The overall exposure that `systemd-analyze security --offline` gives a unit with this drop-in.
  static func exposure(of dropIn: String) throws -> Double? {
    let text = try withUnits([dropIn]) { directory in
      try run("cd '\(directory)' && systemd-analyze security --offline=true --no-pager ./unit0.service 2>&1")
    }
    let line = text.split(separator: "\n").last { $0.contains("Overall exposure level") }
    return line?.split(separator: ":").last.flatMap { Double($0.split(separator: " ").first ?? "") }
  }

  private static func withUnits<Result>(_ dropIns: [String], _ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/cinch-analyze-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(text: "cannot make a temporary directory") }
    let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { _ = try? run("rm -r '\(directory)'") }
    for (index, dropIn) in dropIns.enumerated() {
      let unit = "\(directory)/unit\(index).service"
      try write("[Unit]\nDescription=test\n[Service]\nExecStart=/bin/sleep 1\n", to: unit)
      mkdir("\(unit).d", 0o755)
      try write(dropIn, to: "\(unit).d/60-cinch.conf")
    }
    return try body(directory)
  }

  private static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "w") else { throw Failure(text: "cannot write \(path)") }
    defer { fclose(file) }
    fputs(text, file)
  }

  private static func run(_ command: String) throws -> String {
    guard let pipe = popen(command, "r") else { throw Failure(text: "cannot run \(command)") }
    defer { pclose(pipe) }
    var text = ""
    while let line = readLine(from: pipe) { text += line }
    return text
  }

  private static func readLine(from pipe: UnsafeMutablePointer<FILE>) -> String? {
    var buffer: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(buffer) }
    guard getline(&buffer, &capacity, pipe) > 0, let buffer else { return nil }
    return String(cString: buffer)
  }
}
