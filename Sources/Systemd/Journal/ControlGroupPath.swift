/// Where processes are in the hierarchy by which systemd tracks its units.
public enum ControlGroupPath {
  /// The control group of a process, as this process sees it; nil where there is no such process.
  ///
  /// cgroups(7): of `0::` and `name=systemd`, a hybrid system may use either, and leave everything at the root of the
  /// other.
  public static func ofProcess(_ pid: Int32) -> String? {
    let text = try? String(readingShort: "/proc/\(pid)/cgroup")
    let paths = text?.split(separator: "\n").compactMap { line -> String? in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[1].isEmpty || fields[1] == "name=systemd" else { return nil }
      return String(fields[2])
    }
    return paths?.max { $0.utf8.count < $1.utf8.count }
  }
}
