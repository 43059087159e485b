import Testing

@testable import Sandboxing

@Suite struct CommandLineTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let sandbox: String
    let line: String
    var testDescription: String { sandbox }
  }

  @Test(arguments: [
    Case(sandbox: "", line: ""),
    Case(sandbox: "ProtectSystem=full NoNewPrivileges=yes", line: "-p NoNewPrivileges=yes -p ProtectSystem=full"),
    Case(sandbox: "RestrictAddressFamilies=none", line: "-p RestrictAddressFamilies="),
    Case(sandbox: "RestrictAddressFamilies=~AF_INET", line: "-p 'RestrictAddressFamilies=~AF_INET'"),
    Case(
      sandbox: "RestrictAddressFamilies=AF_UNIX&AF_INET",
      line: "-p 'RestrictAddressFamilies=AF_UNIX AF_INET'"),
    Case(sandbox: "RestrictNamespaces=yes", line: "-p RestrictNamespaces=yes"),
    Case(
      sandbox: "SystemCallFilter=@system-service SystemCallFilter=~@swap SystemCallFilter=~@sync",
      line: "-p SystemCallFilter=@system-service -p 'SystemCallFilter=~@sync' -p SystemCallErrorNumber=EPERM"),
    Case(sandbox: "LimitCORE=0", line: "-p LimitCORE=0"),
    Case(sandbox: "PrivateTmp=disconnected", line: "-p PrivateTmpEx=disconnected"),
    Case(
      sandbox: "SocketBindDeny=any",
      line: "-p SocketBindDeny=any -p SocketBindAllow=tcp:80 -p SocketBindAllow=udp:53"),
    Case(
      sandbox: "IPAddressDeny=any",
      line: "-p IPAddressDeny=any -p IPAddressAllow=localhost -p IPAddressAllow=link-local"),
    Case(
      sandbox: "TemporaryFileSystem=/:ro",
      line: """
        -p TemporaryFileSystem=/:ro -p MountAPIVFS=yes \
        -p 'BindReadOnlyPaths=-/run/systemd/journal -/run/systemd/notify -/usr' \
        -p 'BindPaths=-/tmp -/var/tmp -/var/log/nginx "-/srv/a b"'
        """),
    Case(
      sandbox: "ReadWritePaths=~/var/log/nginx",
      line: "-p ProtectSystem=strict -p 'ReadWritePaths=\"-/srv/a b\"'"),
  ])
  func aSandboxBecomesArgumentsOfSystemdRun(expected: Case) {
    let context = ServiceContexts.context { observed in
      observed.writtenDirectories = ["/var/log/nginx", "/srv/a b"]
      observed.readDirectories = ["/usr"]
      observed.boundPorts = ["tcp:80", "udp:53"]
      observed.addresses = ["localhost", "link-local"]
    }
    let restrictions = expected.sandbox.split(separator: " ").compactMap {
      Restriction(parsing: $0.replacing("&", with: " "))
    }
    let arguments = Rendering(of: Sandbox(restrictions), on: context).systemdRunArguments
    #expect(arguments.map(Quoting.shell).joined(separator: " ") == expected.line)
  }
}
