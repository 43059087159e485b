# Swift: the machine's own toolchain where it has one, else Debian's in a tree of its own. Either is used only through
# swift_build, swift_test and swift_format_lint, and what they build runs on the machine itself.
# shellcheck shell=bash

. "$checkout/Scripts/lib/packages.sh"
. "$checkout/Scripts/lib/trees.sh"

swift_needed=6.2
swift_tree=$cinch_cache/toolchain
# Where Debian's package keeps its toolchain, on a machine and in the tree.
debian_swift=/usr/libexec/swift

# use_swift: makes Swift ready for the functions below; installs it where there is none.
use_swift() {
  [ -z "${swift_flags+set}" ] || return 0
  swift_flags=() swift_entrance=()
  if use_own_swift; then
    ensure_packages "${build_packages[@]}"
    if [[ $(readlink -f "$(command -v swift)") = "$debian_swift"/* ]]; then allow_for_debian; fi
  else
    use_swift_tree
  fi
}

swift_build() { # ARGUMENT...: of `swift build`
  use_swift
  run_swift build "${swift_flags[@]}" --explicit-target-dependency-import-check error --package-path "$checkout" "$@"
}

# swift_test ARGUMENT...: the tests that `swift_build --build-tests` left; --filter, --skip and --no-parallel are known.
# They run outside the tree: tests of labs are about this machine's root.
swift_test() {
  use_swift
  if [ ${#swift_entrance[@]} = 0 ]; then
    swift test --skip-build --disable-xctest --package-path "$checkout" "$@"
  else
    "$checkout/.build/debug/cinchPackageTests.xctest" --testing-library swift-testing "$@"
  fi
}

swift_format_lint() {
  use_swift
  (cd "$checkout" && run_swift format lint --strict --parallel --recursive Sources Tests Package.swift)
}

run_swift() { "${swift_entrance[@]}" swift "$@"; }

# use_own_swift: puts a toolchain of this machine on PATH; fails where there is none that is new enough.
use_own_swift() {
  local directory
  for directory in '' "${SWIFTLY_BIN_DIR:-}" "$HOME"/.local/share/swiftly/bin /usr/local/swift/usr/bin "$debian_swift"/bin; do
    if ! PATH=${directory:+$directory:}$PATH command -v swift > /dev/null; then continue; fi
    # An unpacked toolchain links to more of the system than a minimal Debian has.
    if ! swift_is_new_enough "$directory"; then ensure_packages "${toolchain_packages[@]}"; fi
    if swift_is_new_enough "$directory"; then PATH=${directory:+$directory:}$PATH; return; fi
  done
  return 1
}

swift_is_new_enough() { # [DIRECTORY]
  local version
  version=$(PATH=${1:+$1:}$PATH swift package --version 2> /dev/null | grep -oE '[0-9]+\.[0-9]+' | head -1)
  [ -n "$version" ] && [ "$(printf '%s\n' "$swift_needed" "$version" | sort -V | head -1)" = "$swift_needed" ]
}

# Debian builds its compiler with assertions, one of which rejects packages that Swift's own releases compile,
# and ships the module that joins Testing and Foundation without its library.
allow_for_debian() {
  swift_flags+=(-Xswiftc -Xfrontend -Xswiftc -sil-verify-none -Xswiftc -Xfrontend -Xswiftc -disable-cross-import-overlays)
}

# The programs are linked to the loader and the libraries of the tree by their paths on this machine, so that they run
# outside it, however old the machine's own libraries are.
use_swift_tree() {
  local mirrors loader libraries=$debian_swift/lib/swift/linux multiarch
  [ "$(id -u)" = 0 ] || die "Swift $swift_needed or later is needed: run Scripts/setup as root, or install it (https://www.swift.org/install/linux)"
  ensure_packages git util-linux "${tree_making_packages[@]}"
  keep_tree "$swift_tree" sid "$checkout/Scripts/lib/finish-toolchain" swiftlang "${build_packages[@]}"
  multiarch=$(chroot "$swift_tree" gcc -print-multiarch)
  loader=$(chroot "$swift_tree" ldd /bin/sh | grep -oE '/lib[^ ]*/ld-linux[^ ]*')
  allow_for_debian
  swift_flags+=(-Xlinker --disable-new-dtags -Xlinker "--dynamic-linker=$swift_tree$loader"
    -Xlinker "-rpath=$swift_tree/usr/lib/$multiarch" -Xlinker "-rpath=$swift_tree$libraries")
  mapfile -t mirrors < <(git_mirrors)
  swift_entrance=(unshare --mount --propagation private "$checkout/Scripts/lib/enter-tree" "$swift_tree"
    "$checkout" "$HOME" "$cinch_cache" "${TMPDIR:-/tmp}" "${mirrors[@]/%/:ro}" --
    env "PATH=$debian_swift/bin:/usr/sbin:/usr/bin:/sbin:/bin")
}

# The folders that git's configuration puts in the place of remote addresses.
git_mirrors() {
  git config --get-regexp '^url\..*\.insteadof$' | sed -nE 's,^url\.(file://)?(/.*)\.insteadof .*,\2,p' | sort -u || true
}
