import Lab

/// Everything about every file of a lab that a test writes, one line each, in a canonical order.
struct Listing {
  private let lines: [Substring]

  private static let script = """
    cd /
    roots="etc usr/share/base-files usr/share/moved usr/share/m var/lib var/log var/tmp tmp run dev/shm"
    find $roots -xdev \\( -path run/systemd -o -path run/dbus -o -path run/log -o -path run/udev -o -path run/user \\
      -o -path run/host -o -path run/utmp -o -path var/lib/systemd -o -path var/log/journal \\
      -o -path 'var/lib/[a-mp-qs-z]*/*' \\) \\
      -prune -o -printf '%p %y %m %U:%G %l ' \\( -type d -printf '%T@' -o -type f -printf '%n %s %T@' -o -true \\) \\
      -printf '\\n' 2>/dev/null | LC_ALL=C sort
    find etc usr/share/base-files usr/share/moved usr/share/m var/lib/own* var/lib/random run/own run/dir dev/shm tmp \\
      -xdev -type f -size -10M -exec md5sum {} + 2>/dev/null | LC_ALL=C sort
    """

  /// What the lab holds now.
  init(of lab: Lab) async throws {
    lines = try await lab.run(["sh", "-c", Self.script], outputLimit: 64 << 20).output.split(separator: "\n")
  }

  /// The lines that are new, with a plus, and those that are gone, with a minus.
  func changes(since before: Listing) -> [String] {
    lines.difference(from: before.lines).map { change in
      switch change {
      case .insert(_, let line, _): "+ \(line)"
      case .remove(_, let line, _): "- \(line)"
      }
    }
  }
}

extension String {
  /// Without the white space around it.
  var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
