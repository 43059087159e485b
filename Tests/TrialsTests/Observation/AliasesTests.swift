import Testing

@testable import Trials

@Suite("A path with its symbolic links followed")
struct AliasesTests {
  static let links = [
    "/sbin": "usr/sbin", "/usr/sbin/vi": "/etc/alternatives/vi", "/etc/alternatives/vi": "../../usr/bin/vim",
    "/var/run": "/run", "/loop": "loop",
  ]

  @Test(
    "is the one that the kernel knows",
    arguments: [
      ("/usr/sbin", "/usr/sbin"), ("/sbin", "/usr/sbin"), ("/sbin/nginx", "/usr/sbin/nginx"),
      ("/sbin/vi", "/usr/bin/vim"),
      ("/var/run/x/../y/./z", "/run/y/z"), ("/../srv", "/srv"), ("/", "/"), ("/loop", "/loop"),
    ])
  func followed(_ sample: (path: String, expected: String)) {
    #expect(Aliases.followed(sample.path) { Self.links[$0] } == sample.expected)
  }
}
