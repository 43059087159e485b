import Recipes
import Testing
import Trials

@Suite("A recipe fitted to a service")
struct AdaptationTests {
  private static func recipe(_ rest: String) throws -> Recipe {
    try Recipe(yaml: "name: x\nunits: [x.service]\n\(rest)", file: "/r/x.yaml")
  }

  struct Place: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let listeners: String
    var seen = SeenService()
    let places: [String]
  }

  @Test(
    "asks where it waits",
    arguments: [
      Place(
        testDescription: "on its usual port", listeners: "{a: 'tcp:80'}",
        seen: SeenService(listeners: ["tcp:0.0.0.0:8080", "tcp:0.0.0.0:80"]), places: ["127.0.0.1:80"]),
      Place(
        testDescription: "on another port", listeners: "{a: 'tcp:80'}",
        seen: SeenService(listeners: ["tcp:127.0.0.1:8080"]), places: ["127.0.0.1:8080"]),
      Place(
        testDescription: "on another address", listeners: "{a: 'tcp:80'}",
        seen: SeenService(listeners: ["tcp:192.0.2.1:80"]), places: ["192.0.2.1:80"]),
      Place(
        testDescription: "on IPv6 alone", listeners: "{a: 'tcp:80'}", seen: SeenService(listeners: ["tcp:[::]:80"]),
        places: ["[::1]:80"]),
      Place(
        testDescription: "on IPv4 before IPv6", listeners: "{a: 'tcp:80'}",
        seen: SeenService(listeners: ["tcp:[::]:80", "tcp:0.0.0.0:80"]), places: ["127.0.0.1:80"]),
      Place(
        testDescription: "on one usual port, the other elsewhere", listeners: "{a: 'tcp:80', b: 'tcp:81'}",
        seen: SeenService(listeners: ["tcp:0.0.0.0:81", "tcp:0.0.0.0:82"]), places: ["127.0.0.1:82", "127.0.0.1:81"]),
      Place(
        testDescription: "not where it only asks from", listeners: "{a: 'udp:53'}",
        seen: SeenService(listeners: ["udp:0.0.0.0:40123"]), places: ["127.0.0.1:53"]),
      Place(testDescription: "where systemd waits for it", listeners: "{a: 'tcp:80'}", places: ["127.0.0.1:80"]),
      Place(
        testDescription: "on a socket with a pattern", listeners: "{a: 'unix:/run/php/*.sock'}",
        seen: SeenService(sockets: ["/run/a.sock", "/run/php/8.sock"]), places: ["/run/php/8.sock"]),
      Place(
        testDescription: "on another socket", listeners: "{a: 'unix:/run/x.sock'}",
        seen: SeenService(sockets: ["/tmp/y.sock"]), places: ["/tmp/y.sock"]),
    ])
  func places(this: Place) throws {
    let recipe = try Self.recipe("listeners: \(this.listeners)\nprobes: [{exec: 'true'}]")
    #expect(recipe.places(of: this.seen).map(\.place) == this.places)
  }

  @Test("has its commands told only what they ask for")
  func variables() throws {
    let recipe = try Self.recipe(
      """
      listeners: {http: 'tcp:80', other: 'tcp:81'}
      files: {config: /etc/x/x.conf}
      ready: '[ -e ${config} ]'
      probes: [{exec: 'ask $http_host $http_port $others'}, {http: 'http://$http/'}]
      """)
    let seen = SeenService(listeners: ["tcp:[::1]:8080"], arguments: ["xd", "--config=/srv/x.conf"])
    let settings = recipe.adapted(to: seen)
    #expect(settings.ready == "config=/srv/x.conf; [ -e ${config} ]")
    #expect(
      settings.probes == [
        .exec("http_host=::1; http_port=8080; ask $http_host $http_port $others"), .http("http://[::1]:8080/"),
      ])
  }

  @Test(
    "finds the file that the service is started with",
    arguments: zip(
      [["xd"], ["xd", "-c", "/srv/x.conf"], ["xd", "/srv/other.conf"], ["xd", "/srv/x.log"]],
      ["/etc/x.conf", "/srv/x.conf", "/srv/other.conf", "/etc/x.conf"]))
  func files(arguments: [String], path: String) throws {
    let recipe = try Self.recipe("files: {config: /etc/x.conf}\nprobes: [{exec: 'cat $config'}]")
    #expect(recipe.adapted(to: SeenService(arguments: arguments)).probes == [.exec("config=\(path); cat $config")])
  }

  @Test("gives way to what somebody says")
  func given() throws {
    let recipe = try Self.recipe("settle_s: 2\nreload: false\nprobes: [{exec: 'true'}]")
    var said = HealthSettings()
    said.settle = .seconds(3)
    let check = recipe.adapted(to: SeenService()).merging(said).check
    #expect(check.settle == .seconds(3))
    #expect(!check.reload)
    #expect(check.probes == [.exec("true")])
  }

  @Test("is looked at only once it had the time to begin")
  func looking() throws {
    let check = try Self.recipe("listeners: {a: 'udp:53', b: 'unix:/run/x'}\nprobes: [{exec: 'true'}]").looking
    let waiting = try #require(check.ready)
    #expect(waiting.contains(":0035"), "\(waiting)")
    #expect(check.ready?.contains("/run/x") == true)
    #expect(check.probes.isEmpty)
    #expect(try Self.recipe("probes: [{exec: 'true'}]").looking.ready == nil)
  }
}
