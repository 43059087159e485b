import Trials

extension Recipe {
  /// What a run needs to show where the service waits: that it is given the time to begin.
  public var looking: HealthCheck {
    var check = HealthCheck()
    check.setup = health.setup ?? []
    check.prepare = health.prepare ?? []
    check.readyTimeout = health.check.readyTimeout + .seconds(5)
    check.reload = false
    check.restart = false
    if !listeners.isEmpty { check.ready = waiting }
    return check
  }

  /// Waits until somebody waits on every usual place, or for a second on others, and no longer than such a service takes to
  /// begin: it may have nothing there at all. In /proc/net, TCP listeners are in state 0A and UDP ones in 07 (proc_net(5)).
  private var waiting: String {
    let wanted = listeners.map { _, place -> String in
      switch place {
      case .port(let transport, let port):
        "cat /proc/net/\(transport)* | grep -qE ':\(hexadecimal(port)) [0-9A-F]+:0000 0[A7] '"
      case .socket(let path): "compgen -G '\(path)' > /dev/null"
      }
    }.joined(separator: " && ")
    let tries = Int(health.check.readyTimeout / .milliseconds(100))
    return """
      others=; for ((i = 0, since = 0; i < \(tries); i++)); do \(wanted) && exit 0; \
      now=$(cat /proc/net/{tcp,udp}* | grep -cE ' (0A|07) '); \
      if [ "$now" != "$others" ]; then others=$now since=$i; \
      elif [ "$now" != 0 ] && ((i - since >= 10)); then exit 0; fi; sleep 0.1; done; exit 0
      """
  }

  private func hexadecimal(_ port: UInt16) -> String {
    let digits = String(port, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
