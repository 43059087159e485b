import Testing

@testable import Systemd

@Suite("Unit names")
struct UnitNameTests {
  struct Valid: CustomTestStringConvertible {
    var text, name, prefix, type: String
    var instance: String?
    var testDescription: String { text }
  }

  @Test(
    "are taken as systemctl takes them",
    arguments: [
      Valid(text: "nginx", name: "nginx.service", prefix: "nginx", type: "service"),
      Valid(text: "nginx.service", name: "nginx.service", prefix: "nginx", type: "service"),
      Valid(text: "php8.2-fpm", name: "php8.2-fpm.service", prefix: "php8.2-fpm", type: "service"),
      Valid(text: "dbus.socket", name: "dbus.socket", prefix: "dbus", type: "socket"),
      Valid(
        text: "postgresql@15-main.service", name: "postgresql@15-main.service", prefix: "postgresql", type: "service",
        instance: "15-main"),
      Valid(text: "getty@.service", name: "getty@.service", prefix: "getty", type: "service", instance: ""),
      Valid(text: "a@b@c", name: "a@b@c.service", prefix: "a", type: "service", instance: "b@c"),
      Valid(text: #"x\x2dy.mount"#, name: #"x\x2dy.mount"#, prefix: #"x\x2dy"#, type: "mount"),
    ])
  func valid(_ valid: Valid) throws {
    let name = try UnitName(valid.text)
    #expect(name.description == valid.name)
    #expect(name.prefix == valid.prefix)
    #expect(name.type == valid.type)
    #expect(name.instance == valid.instance)
  }

  struct Hostile: CustomTestStringConvertible {
    var text, reason: String
    var testDescription: String { reason }
  }

  @Test(
    "that could mean something else are refused in one line",
    arguments: [
      Hostile(text: "", reason: "missing"),
      Hostile(text: "-H", reason: "begins with a dash"),
      Hostile(text: "../etc/passwd", reason: "\"/\" cannot be part"),
      Hostile(text: "a;reboot.service", reason: "\";\" cannot be part"),
      Hostile(text: "a b.service", reason: "\" \" cannot be part"),
      Hostile(text: "nginx\n.service", reason: "\"?\" cannot be part"),
      Hostile(text: "nginx\u{1b}[31m", reason: "\"?\" cannot be part"),
      Hostile(text: "nginx\0", reason: "\"?\" cannot be part"),
      Hostile(text: "dæmon.service", reason: "\"æ\" cannot be part"),
      Hostile(text: "$(id).service", reason: "\"$\" cannot be part"),
      Hostile(text: "*.service", reason: "\"*\" cannot be part"),
      Hostile(text: ".service", reason: "nothing stands before"),
      Hostile(text: "@x.service", reason: "nothing stands before"),
      Hostile(text: String(repeating: "a", count: 256), reason: "longer than 255"),
    ])
  func hostile(_ hostile: Hostile) {
    let error = #expect(throws: UnitName.Invalid.self) { try UnitName(hostile.text) }
    let message = error?.description ?? ""
    #expect(message.contains(hostile.reason))
    #expect(message.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "a message must not carry control characters on")
  }

  @Test("the longest is one less than systemd's limit")
  func longest() throws {
    #expect(try UnitName(String(repeating: "a", count: 247)).description.utf8.count == 255)
    #expect(throws: UnitName.Invalid.self) { try UnitName(String(repeating: "a", count: 248)) }
  }

  @Test("know their template")
  func template() throws {
    #expect(try UnitName("postgresql@15-main").template == "postgresql@.service")
    #expect(try UnitName("getty@.service").isTemplate)
    #expect(try UnitName("getty@.service").template == nil)
    #expect(try UnitName("nginx").template == nil)
  }

  struct Escape: CustomTestStringConvertible {
    var path, escaped: String
    var testDescription: String { path }
  }

  @Test(
    "are made of paths as systemd-escape --path makes them",
    arguments: [
      Escape(path: "/", escaped: "-"),
      Escape(path: "/var/lib/x y", escaped: #"var-lib-x\x20y"#),
      Escape(path: "/a-b//c/", escaped: #"a\x2db-c"#),
      Escape(path: "/.hidden", escaped: #"\x2ehidden"#),
      Escape(path: "/dev/disk/by-id/ata@1", escaped: #"dev-disk-by\x2did-ata\x401"#),
    ])
  func escaping(_ escape: Escape) {
    #expect(UnitName.escape(path: escape.path) == escape.escaped)
  }

  @Test("are compared without what all of their type end with")
  func similar() throws {
    let names = ["cron.service", "nginx.service", "nginx.socket", "ssh.service"]
    #expect(try UnitName("ngnix").similar(among: names) == ["nginx.service"])
    #expect(try UnitName("sshd").similar(among: names) == ["ssh.service"])
    #expect(try UnitName("xyz").similar(among: names).isEmpty)
    #expect(try UnitName("nginy.socket").similar(among: names) == ["nginx.socket"])
  }

  @Test("have an object on the bus")
  func objectPath() {
    #expect(
      UnitName.objectPath(of: "php8.2-fpm.service")
        == "/org/freedesktop/systemd1/unit/php8_2e2_2dfpm_2eservice")
    #expect(UnitName.objectPath(of: "0a.service") == "/org/freedesktop/systemd1/unit/_30a_2eservice")
  }
}
