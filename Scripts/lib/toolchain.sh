# The Swift toolchain: found, put on PATH, and known to run.
# shellcheck shell=bash

swift_needed=6.2

# use_swift: makes `swift` callable, or says how to get one.
use_swift() {
  local directory version
  if ! command -v swift > /dev/null; then
    for directory in "${SWIFTLY_BIN_DIR:-}" "$HOME"/.local/share/swiftly/bin /opt/*/usr/bin /usr/local/swift/usr/bin /usr/libexec/swift/bin; do
      if [ -x "$directory/swift" ]; then PATH=$directory:$PATH; break; fi
    done
  fi
  command -v swift > /dev/null || die "no Swift toolchain: install Swift $swift_needed or later (https://www.swift.org/install/linux) and put its usr/bin on PATH"
  # The package manager links to more of the system than the compiler does.
  if ! swift package --version > /dev/null 2>&1; then ensure_packages "${toolchain_packages[@]}"; fi
  version=$(swift package --version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+' | head -1) \
    || die "$(command -v swift) does not run: $(swift package --version 2>&1 | head -1)"
  [ "$(printf '%s\n' "$swift_needed" "$version" | sort -V | head -1)" = "$swift_needed" ] \
    || die "Swift $version is too old: $swift_needed or later is needed (https://www.swift.org/install/linux)"
}
