import Sandboxing
import Testing

@testable import Systemd

@Suite("What systemd and the bus write")
struct WordsTests {
  @Test("groups of system calls are read with the groups inside them, comments and foreign lines left out")
  func groups() {
    let text = """
      @default
          # System calls that are always permitted
          brk
          exit

      @io-event
          # Event loop system calls
          epoll_wait
          poll

      @system-service
          # General system service operations
          @default
          @io-event
          brk
          write
      # Unlisted system calls
      #   landlock_add_rule
      """
    #expect(
      SystemCallGroups.parse(text) == [
        "@default": ["brk", "exit"], "@io-event": ["epoll_wait", "poll"],
        "@system-service": ["brk", "exit", "epoll_wait", "poll", "write"],
      ])
  }

  @Test("capabilities newer than their names go by number")
  func capabilities() {
    #expect(Capability.names(upTo: 1) == ["CAP_CHOWN", "CAP_DAC_OVERRIDE"])
    #expect(Capability.names(upTo: 41).suffix(2) == ["CAP_CHECKPOINT_RESTORE", "41"])
    #expect(Capability.names(upTo: -1).isEmpty)
  }

  @Test(
    "the major version leads",
    arguments: [("252.39-1~deb12u2", 252), ("v257~rc1", 257), ("262.1-1", 262), ("", 0)])
  func major(text: String, number: Int) {
    #expect(Manager.major(of: text) == number)
  }

  @Test("a socket's path in an address is escaped byte by byte")
  func address() {
    #expect(BusAddress.escaped(socket: "/proc/1/root/run/x") == "unix:path=/proc/1/root/run/x")
    #expect(BusAddress.escaped(socket: "/tmp/a,b=ü") == "unix:path=/tmp/a%2cb%3d%c3%bc")
  }

  @Test("rules match by path, namespace, interface and name")
  func rules() {
    let below = SignalRule(pathNamespace: "/org/x", member: "M")
    #expect(below.matches(path: "/org/x", interface: "i", member: "M"))
    #expect(below.matches(path: "/org/x/y", interface: "i", member: "M"))
    #expect(!below.matches(path: "/org/xy", interface: "i", member: "M"))
    #expect(!below.matches(path: "/org/x", interface: "i", member: "N"))
    #expect(SignalRule().matches(path: "/", interface: "i", member: "M"))
    #expect(
      SignalRule(path: "/a", interface: "b.c", member: "D").text(sender: "s")
        == "type='signal',sender='s',path='/a',interface='b.c',member='D'")
  }

  @Test("a dictionary is read without its variants")
  func dictionary() {
    let value = BusValue.array(
      element: "{sv}", [.entry(key: .string("a"), value: .variant(.uint32(1)))])
    #expect([String: BusValue](dictionary: value) == ["a": .uint32(1)])
    #expect([String: BusValue](dictionary: .string("x")).isEmpty)
  }

  @Test("durations fit what sd-bus takes")
  func durations() {
    #expect(Duration.milliseconds(1500).microseconds == 1_500_000)
    #expect(Duration.seconds(-1).microseconds == 0)
    #expect(Duration.seconds(Int64.max).microseconds == .max)
  }
}
