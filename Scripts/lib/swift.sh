# Swift: the machine's own toolchain where it has one, else Debian's in a tree of its own. It is used only through
# swift_build, swift_test and swift_format_lint, and what they build runs on the machine itself.
#
# CINCH_TOOLCHAIN chooses where there are several: a toolchain's folder, or "debian" for Debian's package, fetched into a
# tree where the machine has not got it. What another than the machine's first one builds stays in a folder of its own.
# shellcheck shell=bash

. "$checkout/Scripts/lib/packages.sh"
. "$checkout/Scripts/lib/trees.sh"

swift_needed=6.2
swift_tree=$cinch_cache/toolchain
# Where Debian's package keeps its toolchain, on a machine and in the tree.
debian_swift=/usr/libexec/swift
# The folders where a machine may have a swift, first the one that its user calls.
IFS=: read -r -a own_swift_folders <<< "$PATH"
own_swift_folders+=(${SWIFTLY_BIN_DIR:+"$SWIFTLY_BIN_DIR"} "$HOME/.local/share/swiftly/bin" /usr/local/swift/usr/bin
  "$debian_swift/bin")

# choose_toolchain FOLDER|debian: what --toolchain of a script means.
choose_toolchain() {
  [ -n "${1:-}" ] || usage_error "--toolchain needs a toolchain's folder, or 'debian'"
  CINCH_TOOLCHAIN=$1
  export CINCH_TOOLCHAIN
}

# Where the chosen toolchain builds: git ignores .build-*. A script that builds otherwise than the rest sets swift_variant.
swift_scratch() {
  local name=${CINCH_TOOLCHAIN:-}
  name=${name%/}
  printf '%s\n' "$checkout/.build${name:+-${name//\//-}}${swift_variant:+-$swift_variant}"
}

# use_swift: makes the chosen Swift ready for the functions below, and says which it is; installs Debian's where there is none.
use_swift() {
  [ -z "${swift_flags+set}" ] || return 0
  swift_flags=() swift_build_flags=() swift_entrance=()
  case ${CINCH_TOOLCHAIN:-} in
    '') use_own_swift "${own_swift_folders[@]}" || use_swift_tree ;;
    debian) use_own_swift "$debian_swift/bin" || use_swift_tree ;;
    *)
      use_own_swift "${CINCH_TOOLCHAIN%/}"{/usr/bin,/bin,} \
        || die "no Swift of $swift_needed or later in '$CINCH_TOOLCHAIN': name a toolchain's folder, or 'debian'" ;;
  esac
  swift_flags+=(--scratch-path "$(swift_scratch)" --package-path "$checkout")
  say "Swift $(run_swift package --version 2> /dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -1) of $swift_home"
}

# other_toolchains: what to choose for each toolchain that is there beside the one in use, one a line. None is fetched.
other_toolchains() {
  local folder seen
  use_swift
  seen=" $(swift_identity) "
  for folder in "${own_swift_folders[@]}" "$HOME"/.local/share/swiftly/toolchains/*/usr/bin; do
    swift_is_new_enough "$folder" || continue
    [[ $seen != *" $(swift_identity "$folder") "* ]] || continue
    seen+="$(swift_identity "$folder") "
    if is_debian_swift "$folder"; then echo debian; else folder_of_swift "$folder"; fi
  done
  if [[ $seen != *" debian "* ]] && [ -e "$swift_tree.contents" ]; then echo debian; fi
}

swift_build() { # ARGUMENT...: of `swift build`
  use_swift
  run_swift build "${swift_flags[@]}" "${swift_build_flags[@]}" --explicit-target-dependency-import-check error "$@"
}

# swift_test ARGUMENT...: the tests that `swift_build --build-tests` left; --filter, --skip and --no-parallel are known.
# `swift test` would let only one of several wait for the others. They run outside the tree: tests of labs are about this
# machine's root.
swift_test() {
  use_swift
  "$(swift_scratch)/debug/cinchPackageTests.xctest" --testing-library swift-testing "$@"
}

swift_format_lint() {
  use_swift
  run_swift format lint --strict --parallel --recursive Sources Tests Package.swift
}

run_swift() { (cd "$checkout" && "${swift_entrance[@]}" swift "$@"); }

# use_own_swift FOLDER...: puts the first Swift of this machine in these folders that is new enough on PATH; fails where
# there is none.
use_own_swift() {
  local folder
  for folder; do
    [ -x "$folder/swift" ] || continue
    # An unpacked toolchain links to more of the system than a minimal Debian has.
    if ! swift_is_new_enough "$folder"; then ensure_packages "${toolchain_packages[@]}"; fi
    swift_is_new_enough "$folder" || continue
    PATH=$folder:$PATH
    swift_home=$(folder_of_swift "$folder")
    ensure_packages "${build_packages[@]}"
    if is_debian_swift "$folder"; then allow_for_debian; fi
    return
  done
  return 1
}

# Which toolchains are the same: Debian builds its own, others are told apart by their version.
swift_identity() { # [FOLDER]: where there is none, of the one in use
  if [ ${#swift_entrance[@]} -gt 0 ] && [ -z "${1:-}" ]; then echo debian; return; fi
  local folder=${1:-${PATH%%:*}}
  if is_debian_swift "$folder"; then echo debian; else "$folder/swift" package --version 2> /dev/null | tr -d ' '; fi
}

is_debian_swift() { [[ $(readlink -f "$1/swift") = "$debian_swift"/* ]]; }

folder_of_swift() { # FOLDER: of a program swift; prints the toolchain's
  local folder=${1%/bin}
  folder=${folder%/usr}
  printf '%s\n' "${folder:-/}"
}

swift_is_new_enough() { # FOLDER
  local version
  [ -x "$1/swift" ] || return 1
  version=$("$1/swift" package --version 2> /dev/null | grep -oE '[0-9]+\.[0-9]+' | head -1) || return 1
  [ -n "$version" ] && [ "$(printf '%s\n' "$swift_needed" "$version" | sort -V | head -1)" = "$swift_needed" ]
}

# Debian builds its compiler with assertions, one of which rejects packages that Swift's own releases compile,
# and ships the module that joins Testing and Foundation without its library.
allow_for_debian() {
  swift_build_flags+=(-Xswiftc -Xfrontend -Xswiftc -sil-verify-none -Xswiftc -Xfrontend -Xswiftc -disable-cross-import-overlays)
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
  swift_home=$swift_tree
  allow_for_debian
  swift_build_flags+=(-Xlinker --disable-new-dtags -Xlinker "--dynamic-linker=$swift_tree$loader"
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
