/// Sockets on which somebody outside of the sandbox waits to be told what to do: start a unit, a container, a virtual
/// machine. Whoever may connect to one, and is obeyed, is out.
public enum ControlSockets {
  /// The system bus (dbus-daemon(1)).
  public static let systemBus = "/run/dbus/system_bus_socket"
  /// What systemctl(1) asks as root: the manager itself.
  public static let manager = "/run/systemd/private"
  /// The same in the words of Varlink, since systemd 257.
  public static let varlinkManager = "/run/systemd/io.systemd.Manager"
  /// How the names of systemd's other sockets begin: `io.systemd.Login`, and `io.system.ManagedOOM` of old.
  public static let varlinkPrefix = "io.system"

  /// What is hidden whole, and the socket in it that is asked; nil where it has names that nobody knows beforehand. A
  /// directory is better than its socket: a socket that is made anew would not be hidden any more.
  private static let places: [(path: String, socket: String?)] = [
    ("/run/dbus", systemBus), (manager, manager), ("/run/user", nil), ("/run/initctl", nil),
    ("/run/docker.sock", "/run/docker.sock"), ("/run/docker", nil),
    ("/run/containerd", "/run/containerd/containerd.sock"),
    ("/run/crio", "/run/crio/crio.sock"), ("/run/podman", "/run/podman/podman.sock"), ("/run/buildkit", nil),
    ("/run/libvirt", nil), ("/var/lib/lxd/unix.socket", "/var/lib/lxd/unix.socket"), ("/run/incus", nil),
    ("/var/snap/lxd/common/lxd/unix.socket", "/var/snap/lxd/common/lxd/unix.socket"),
    ("/var/lib/incus/unix.socket", "/var/lib/incus/unix.socket"), ("/run/snapd.socket", "/run/snapd.socket"),
    ("/run/snapd-snap.socket", "/run/snapd-snap.socket"), ("/run/cups", "/run/cups/cups.sock"),
    ("/run/udev/control", "/run/udev/control"), ("/run/acpid.socket", "/run/acpid.socket"), ("/tmp/.X11-unix", nil),
  ]

  /// Where they are, on systems that have them.
  public static let paths: [String] = places.map(\.path)

  /// Directories in which each of systemd's own is worth a look. Those of the journal and for looking up users and names
  /// are not among them: they hand out no power, and a health check sees nothing of a lookup that goes another way.
  public static let varlinkDirectories = [
    "/run/systemd", "/run/systemd/machine", "/run/systemd/oom", "/run/systemd/report", "/run/systemd/ask-password",
    "/run/systemd/home", "/run/systemd/netif",
  ]

  /// The act that tells whether the way out at a path is open.
  static func act(for path: String) -> Act? {
    if let place = places.first(where: { $0.path == path }) {
      return place.socket.map(Act.escape(socket:)) ?? .read(path: path)
    }
    let name = path.split(separator: "/").last ?? ""
    return name.hasPrefix(varlinkPrefix) ? .escape(socket: path) : nil
  }

  /// Whether a path is that of such a socket, or in a directory of such, whether it is there or not.
  public static func isOne(_ path: String) -> Bool {
    places.contains { Paths.contains($0.path, path) || path == $0.socket }
      || path.hasPrefix("/run/systemd/") && (path.split(separator: "/").last ?? "").hasPrefix(varlinkPrefix)
  }
}
