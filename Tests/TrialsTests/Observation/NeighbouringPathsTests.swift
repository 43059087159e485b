import Foundation
import Linux
import Testing

@testable import Trials

@Suite struct NeighbouringPathsTests {
  private static let users = """
    root:x:0:0::/root:/bin/bash
    sys:x:3:3::/dev:/usr/sbin/nologin
    man:x:6:12::/var/cache/man:/usr/sbin/nologin
    nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin
    postgres:x:100:100::/var/lib/postgresql:/bin/bash
    deploy:x:1000:1000::/data/deploy:/bin/bash
    mirror:x:1001:1001::/data/deploy:/bin/bash
    """

  @Test func homesOfOthersAreThoseThatAreThereAndOutsideOfTheUsualPlaces() throws {
    let root = try Self.tree(directories: ["/dev", "/root", "/var/cache/man", "/var/lib/postgresql", "/data/deploy"])
    defer { try? FileManager.default.removeItem(atPath: root) }
    let homes = NeighbouringPaths.homes(of: Accounts(users: Self.users), besides: ["/var/lib/postgresql/15/main"]) {
      root + $0
    }
    #expect(homes == ["/var/cache/man", "/data/deploy"])
  }

  @Test func socketsThatLeadOutAreThoseThatAreThere() throws {
    let root = try Self.tree(
      directories: ["/run/dbus", "/run/systemd/oom", "/run/systemd/journal"],
      files: [
        "/run/systemd/private", "/run/systemd/notify", "/run/systemd/io.systemd.Manager",
        "/run/systemd/oom/io.systemd.ManagedOOM", "/run/systemd/journal/io.systemd.journal",
      ])
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(
      NeighbouringPaths.controlSockets { root + $0 } == [
        "/run/dbus", "/run/systemd/private", "/run/systemd/io.systemd.Manager",
        "/run/systemd/oom/io.systemd.ManagedOOM",
      ])
  }

  private static func tree(directories: [String], files: [String] = []) throws -> String {
    let root = NSTemporaryDirectory() + "neighbours-\(UUID().uuidString)"
    for directory in directories {
      try FileManager.default.createDirectory(atPath: root + directory, withIntermediateDirectories: true)
    }
    for file in files { #expect(FileManager.default.createFile(atPath: root + file, contents: nil)) }
    return root
  }
}
