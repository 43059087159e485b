# Building what people run: the release, and only when a source is newer than it.
# shellcheck shell=bash

. "$checkout/Scripts/lib/swift.sh"

release=$(swift_scratch)/release
release_stamp=$release.built

# Folders count too: their time changes when a file in them is removed. What was built does not run when the libraries that
# it is linked to are gone.
release_is_current() {
  "$release/cinch" --help > /dev/null 2>&1 && [ -e "$release_stamp" ] \
    && [ -z "$(find "$checkout/Sources" "$checkout/Package.swift" -newer "$release_stamp" -print -quit)" ]
}

build_release() {
  ! release_is_current || return 0
  say "building cinch (release)"
  # Stamped with the time before the build: a source saved while it runs is newer.
  mkdir -p "${release%/*}"
  touch "$release_stamp.next"
  swift_build --configuration release >&2 || die "the build failed: see its messages above"
  mv "$release_stamp.next" "$release_stamp"
}
