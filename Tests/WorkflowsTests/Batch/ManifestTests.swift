import Foundation
import Sandboxing
import Testing
import Trials
import Workflows

@Suite("A manifest")
struct ManifestTests {
  @Test("says of each service what it is, what works means, and how its sandbox is looked for")
  func everyKey() throws {
    let folder = try ManifestFolder()
    try folder.write(
      """
      services:
      - name: web
        unit: nginx
        profile: saved/web.yaml
        setup: [one, "two\\nlines"]
        prepare: clean
        ready: "true"
        ready_timeout_s: 2.5
        health: [first, second]
        health_http: http://127.0.0.1/
        health_tcp: ["[::1]:80"]
        settle_s: 0
        reload: false
        restart: false
        strategy: linear
        rehearse: [logrotate, reboot]
        no_rehearse: reboot
        strict: true
        depth: syscalls
        filesystem: allow-list
        only: [ProtectSystem, SystemCallFilter=~@mount]
        exclude: UMask
        trust_health: true
        baselines: 5
        confirmations: 0
      """)
    let service = try #require(try folder.read().services.first)
    let request = service.request
    #expect(service.name == "web" && service.unit == "nginx.service" && service.hasHealthCheck)
    #expect(service.profile == "\(folder.path)/saved/web.yaml")
    #expect(
      request.check
        == HealthCheck(
          setup: ["one", "two\nlines"], prepare: ["clean"], ready: "true", readyTimeout: .milliseconds(2500),
          probes: [.exec("first"), .exec("second"), .http("http://127.0.0.1/"), .tcp(host: "::1", port: 80)],
          settle: .zero, reload: false, restart: false))
    #expect(request.strategy.rawValue == "linear" && request.isStrict)
    #expect(request.rehearsals == RehearsalSelection(only: [.logrotate, .reboot], without: [.reboot]))
    #expect(request.scope.depth == .syscalls && request.scope.fileSystem == .allowList)
    #expect(request.scope.only == ["ProtectSystem", "SystemCallFilter=~@mount"].compactMap { Selection(parsing: $0) })
    #expect(request.scope.exclude == [Selection(parsing: "UMask")])
    #expect(request.trustsHealth && request.baselines == 5 && request.confirmations == 0)
  }

  @Test("without a word about what works takes it from its defaults, and these from the caller")
  func precedence() throws {
    let folder = try ManifestFolder()
    try folder.write(
      """
      defaults: {health: shared, baselines: 7, reload: false}
      services:
      - {name: plain, unit: a}
      - {name: own, unit: b, health: [mine], baselines: 2, reload: true}
      """)
    var base = ManifestFolder.base
    base.confirmations = 9
    base.baselines = 4
    let services = try folder.read(base: base).services
    #expect(services.map(\.request.check.probes) == [[.exec("shared")], [.exec("mine")]])
    #expect(services.map(\.request.baselines) == [7, 2])
    #expect(services.map(\.request.check.reload) == [false, true])
    #expect(services.map(\.request.confirmations) == [9, 9])
    #expect(services.allSatisfy { $0.hasHealthCheck })
  }

  @Test("lets a service settle longer where nothing else is checked")
  func settling() throws {
    let folder = try ManifestFolder()
    try folder.write("services: [{name: a, unit: a}, {name: b, unit: b, health: x}, {name: c, unit: c, settle_s: 3}]")
    let services = try folder.read().services
    #expect(services.map(\.request.check.settle) == [.seconds(1), .milliseconds(300), .seconds(3)])
  }

  @Test("leaves to a recipe what works means unless it has probes, or says that there are none")
  func recipes() throws {
    let folder = try ManifestFolder()
    try folder.write(
      """
      services:
      - {name: a, unit: a}
      - {name: b, unit: b, setup: x, settle_s: 3}
      - {name: c, unit: c, health: x}
      - {name: d, unit: d, probes: []}
      """)
    let services = try folder.read().services
    #expect(services.map(\.hasHealthCheck) == [false, false, true, true])
    #expect(services[1].health.setup == ["x"] && services[1].health.settle == .seconds(3))
  }

  @Test("names a key that means nothing once, however often it stands there")
  func ignoredKeys() throws {
    let folder = try ManifestFolder()
    try folder.write("about: x\nservices: [{name: a, unit: a, why: 1}, {name: b, unit: b, why: 2, classes: []}]")
    #expect(try folder.read().ignoredKeys == ["about", "classes", "why"])
  }

  @Test("may have a unit file's path, from its own directory on, instead of a name")
  func unitFiles() throws {
    let folder = try ManifestFolder()
    try folder.write("[Service]\n", to: "job.service")
    try folder.write("services: [{name: job, unit: ./job.service}]")
    let service = try #require(try folder.read().services.first)
    #expect(service.request.service == .file(path: "\(folder.path)/./job.service"))
    #expect(service.unit == "job.service")
  }

  @Test("is one of several in a directory, in alphabetical order")
  func directories() throws {
    let folder = try ManifestFolder()
    try folder.write("known: [{name: b, unit: b}]", to: "2.yml")
    try folder.write("services: [{name: a, unit: a}]", to: "10.yaml")
    try folder.write("not a manifest", to: "notes.txt")
    try folder.write("not one", to: ".hidden.yaml")
    #expect(try folder.read().services.map(\.name) == ["a", "b"])
    #expect(try folder.read("2.yml", "10.yaml").services.map(\.name) == ["b", "a"])
  }

  @Test("of the project's own corpus can be read, all ten in one directory")
  func corpus() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let manifest = try Manifest(contentsOf: [tests.appending(path: "Corpus").path], base: ManifestFolder.base)
    #expect(manifest.services.count == 10)
    #expect(manifest.services.allSatisfy { !$0.request.check.probes.isEmpty })
    #expect(manifest.ignoredKeys == ["expect", "packages", "type"])
  }
}
