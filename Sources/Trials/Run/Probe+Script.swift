import Sandboxing

extension Probe {
  /// The shell command that asks the probe's question: every kind is one in the end, so that all of them run where the
  /// service does, in its network.
  public var script: String {
    switch self {
    case .exec(let command): command
    case .http(let url):
      "exec curl --fail --silent --show-error --output /dev/null -- \(Quoting.shell(url))"
    case .tcp(let host, let port):
      "exec 3<>/dev/tcp/\(Quoting.shell(host))/\(port)"
    }
  }
}
