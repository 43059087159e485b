extension HostLab {
  /// All that a run could leave: units, processes, mounts, control groups, files; and whether the service runs. The
  /// files of locks are meant to stay.
  func inventory() async throws -> String {
    // The bus and its place are there from the first use on.
    let script = """
      processes=$(for process in /proc/[0-9]*; do read -r -d '' word < $process/cmdline && echo "$word"; done 2>/dev/null)
      files=$(find /tmp /var/tmp /dev/shm /etc/systemd /run/cinch /run/systemd/system /run/systemd/transient -mindepth 1 ! -name '*.lock')
      sort <<< "$processes"
      sort <<< "$files"
      systemctl list-units --all --plain --no-legend 'cinch*' 'run-*'
      systemctl is-active \(Self.unit)
      cut -d' ' -f5 /proc/1/mountinfo | sort
      find /sys/fs/cgroup -type d | sort
      """
    return try await shell("mkdir -p -m 700 /run/cinch /run/systemd/transient; busctl status > /dev/null; \(script)")
      .output
  }

  /// Takes inventories until one is as it was before, for 5 seconds at most.
  ///
  /// - Returns: what is different from before then.
  func remains(since before: String) async throws -> [String] {
    let deadline = ContinuousClock.now + .seconds(5)
    while true {
      let now = try await inventory()
      if now == before || ContinuousClock.now > deadline {
        return now.split(separator: "\n").difference(from: before.split(separator: "\n")).map {
          switch $0 {
          case .insert(_, let line, _): "left: \(line)"
          case .remove(_, let line, _): "gone: \(line)"
          }
        }
      }
    }
  }
}
