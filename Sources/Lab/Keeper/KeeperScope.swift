/// On a host that was booted with systemd, a keeper runs in a scope of its own, delegated to it: there it may divide
/// the control group as a lab needs, and its limits hold whatever it does (systemd.resource-control(5), `Delegate=`).
enum KeeperScope {
  /// The command that registers the scope and then becomes the command appended to it.
  static func command(for configuration: Lab.Configuration) -> [String] {
    var properties = ["Delegate=yes", "TasksMax=\(configuration.limits.tasks)"]
    if let memory = configuration.limits.memory { properties.append("MemoryMax=\(memory)") }
    if !configuration.allow.contains(.devices) {
      properties.append("DevicePolicy=closed")
      properties += DeviceNode.harmless.map { "DeviceAllow=/dev/char/\($0.major):\($0.minor) \($0.access)" }
    }
    return ["/usr/bin/systemd-run", "--scope", "--quiet", "--collect"] + properties.flatMap { ["-p", $0] } + ["--"]
  }
}
