import Lab
import LabTesting
import Testing

@Suite(
  "cinch find, asked for what it cannot do", .serialized,
  .enabled(if: TestLabs.arePossible, "\(TestLabs.reason)"))
struct BadInputTests {
  /// What is asked for, what the first line of the answer has to name after any warning, and the status.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var prepare = "true"
    var service = HostLab.unit
    var options = "--host --health true"
    var wrapper = ""
    let word: String
    let status: Int32

    static let all: [Case] = [
      Case(testDescription: "an unknown unit", service: "nonesuch", word: "list-unit-files", status: 5),
      Case(testDescription: "a misspelt unit", service: "exmaple", word: "did you mean 'example.service'?", status: 5),
      Case(
        testDescription: "a masked unit",
        prepare: "ln -sf /dev/null /etc/systemd/system/masked.service; systemctl daemon-reload",
        service: "masked", word: "systemctl unmask", status: 5),
      Case(testDescription: "a unit of another type", service: "basic.target", word: ".service", status: 5),
      Case(testDescription: "a template", service: "user@.service", word: "user@INSTANCE.service", status: 64),
      Case(testDescription: "a name with a semicolon", service: "'a;reboot'", word: "systemd-escape", status: 64),
      Case(testDescription: "a name that climbs", service: "../../etc/passwd", word: "passwd", status: 64),
      Case(testDescription: "a file that is no unit", service: "/etc/passwd", word: "end in .service", status: 64),
      Case(testDescription: "a name with a newline", service: "$'a\\nb'", word: "\"a?b\"", status: 64),
      Case(testDescription: "a name like an option", service: "-x.service", word: "name one service", status: 64),
      Case(testDescription: "an empty name", service: "''", word: "nginx.service", status: 64),
      Case(
        testDescription: "a probe that does not exist", options: "--host --health true --health 'nonesuch | cat'",
        word: "no program 'nonesuch'", status: 64),
      Case(
        testDescription: "a probe that asks nothing", options: "--host --health ''",
        word: "an empty probe asks nothing", status: 64),
      Case(
        testDescription: "a preparation that does not exist", options: "--host --health true --prepare nonesuch",
        word: "no program 'nonesuch'", status: 64),
      Case(
        testDescription: "a setup that fails", options: "--host --health true --setup 'echo why; false'", word: "why",
        status: 5),
      Case(
        testDescription: "an unhealthy service", options: "--host --health 'echo why; false'", word: "unhealthy",
        status: 4),
      Case(
        // It may read everything, so that it gets as far as its own refusal wherever the program and its libraries are.
        testDescription: "another user",
        wrapper: "setpriv --reuid nobody --inh-caps +dac_read_search --ambient-caps +dac_read_search",
        word: "run this as root", status: 77),
      Case(
        testDescription: "another run on the host", wrapper: "flock \(HostLab.lock)", word: "wait for it", status: 75),
      Case(
        testDescription: "another run, and one for a lab", options: "--health true",
        wrapper: "flock \(HostLab.lock)", word: "wait for it", status: 75),
      Case(
        testDescription: "a command line for the host", service: "", options: "--host --health true -- /bin/sleep 1",
        word: "lab",
        status: 64),
      Case(
        testDescription: "a tree with a systemd of long ago",
        prepare: """
          mkdir -p /root/old/usr/{lib/systemd,bin} && cp --parents $(ldd /bin/sh | grep -o '/[^ ]*') /root/old/ &&
            mkdir -p /root/old/bin && cp /bin/sh /root/old/bin/ && touch /root/old/usr/bin/dbus-daemon &&
            printf '#!/bin/sh\\necho systemd 246 \\n' > /root/old/usr/lib/systemd/systemd &&
            chmod +x /root/old/usr/lib/systemd/systemd
          """,
        options: "--health true --lab-root /root/old", word: "systemd 246", status: 1),
    ]
  }

  @Test("says what to do, and starts nothing")
  func refuses() async throws {
    try await HostLab.withLab { host in
      for example in Case.all {
        let prepared = try await host.shell(example.prepare)
        #expect(prepared.isSuccess, "\(example.testDescription): \(prepared.error)")
        let before = try await host.inventory()
        let result = try await host.shell(
          "\(example.wrapper) \(TestLabs.cinch) find \(example.service) --no-restart --quiet \(example.options)")
        let answer = result.error.split(separator: "\n").first { !$0.hasPrefix("warning: ") } ?? ""
        #expect(result.ending == .exited(example.status), "\(example.testDescription): \(result.error)")
        #expect(answer.contains(example.word), "\(example.testDescription): \(answer)")
        #expect(answer.hasPrefix("cinch: ") || answer.hasPrefix("Error: "), "\(example.testDescription): \(answer)")
        #expect(try await host.inventory() == before, "\(example.testDescription)")
      }
    }
  }
}
