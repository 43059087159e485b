import Lab
import Sandboxing

/// Files of its own that a needy can need, and others like them that it does not.
enum NeedyTree {
  static let writable = ["/etc/needy", "/opt/needy/data", "/srv/needy", "/usr/local/lib/needy", "/var/lib/needy"]
  static let executable = ["/opt/needy/bin", "/usr/local/libexec/needy"]
  static let readable = ["/opt", "/srv/needy", "/usr/include/needy.h", "/var/spool"]
  static let devices = ["/dev/needy", "/dev/needy-spare"]
  /// What is hidden, and the socket there: the ways out that every lab has.
  static let waysOut = [
    "/run/dbus": "/run/dbus/system_bus_socket", "/run/systemd/private": "/run/systemd/private",
  ]

  /// What a find is told that a needy uses: all that it could, so that what it does not need has to be found out.
  static func observation(user: String?) -> Observation {
    var observation = Observation()
    observation.writtenDirectories = writable
    observation.executedDirectories = executable + [NeedyLabs.directory]
    observation.devices = devices
    observation.controlSockets = waysOut.keys.sorted()
    observation.user = user
    return observation
  }

  /// Makes them all; the devices have the numbers of /dev/fuse and /dev/net/tun, which do nothing when they are opened.
  static func make(in lab: Lab) async throws {
    let script = """
      set -e
      mkdir -p \((writable + executable).joined(separator: " ")) /usr/include
      echo content > /usr/include/needy.h
      for directory in \(executable.joined(separator: " ")); do
        printf '#!/bin/sh\\n' > $directory/program
        chmod 755 $directory/program
      done
      mknod -m 600 \(devices[0]) c 10 229
      mknod -m 600 \(devices[1]) c 10 200
      """
    let made = try await lab.run(["bash", "-c", script])
    guard made.isSuccess else { throw Fault(description: "the files cannot be made: \(made.error)") }
  }
}
