# Debian trees for labs: made once by mmdebstrap, kept in the user's cache, made again when their contents should differ.
# shellcheck shell=bash

trees=$cinch_cache/trees
# What a lab needs of any Debian: systemd, its bus, tools that health checks use, and logins.
tree_packages=(systemd systemd-sysv dbus iproute2 procps passwd util-linux libpam-systemd dbus-user-session)

# make_tree NAME SUITE PACKAGE...: prints the path of the tree, made or made again when needed.
make_tree() {
  local name=$1 suite=$2 tree=$trees/$1 contents next lock
  shift 2
  contents=$(tree_contents "$suite" "$@")
  mkdir -p "$trees"
  # One maker at a time: the second waits, and then finds the tree made.
  exec {lock}> "$trees/.$name.lock"
  flock "$lock"
  if [ ! -d "$tree" ] || [ "$(cat "$tree.contents" 2> /dev/null)" != "$contents" ]; then
    need_root "making a Debian tree"
    rm -rf "$trees/.$name".new.* "$trees/.$name".old.*
    next=$(mktemp -d "$trees/.$name.new.XXXXXX")
    at_exit rm -rf "$next"
    say "making $name (systemd of Debian $suite, $# packages beside it) in $trees"
    run_mmdebstrap "$suite" "$next" "$@"
    replace_tree "$next" "$tree"
    printf '%s\n' "$contents" > "$tree.contents"
  fi
  exec {lock}>&-
  printf '%s\n' "$tree"
}

tree_contents() { # SUITE PACKAGE...
  printf 'suite %s\n' "$1"
  shift
  printf 'package %s\n' "${tree_packages[@]}" "$@" | sort -u
}

run_mmdebstrap() { # SUITE DIRECTORY PACKAGE...
  local suite=$1 directory=$2 include
  shift 2
  include=$(IFS=,; echo "${tree_packages[*]},$*")
  # Suites that were never released sign their lists for a few days only, and mirrors lag behind.
  # Nothing that is installed may start a daemon, now or from inside a lab.
  # shellcheck disable=SC2016
  quietly mmdebstrap --variant=minbase --include="${include%,}" \
    --aptopt='Acquire::Check-Valid-Until false' --aptopt='Acquire::Retries 3' \
    --essential-hook='printf "#!/bin/sh\nexit 101\n" > "$1/usr/sbin/policy-rc.d"; chmod 755 "$1/usr/sbin/policy-rc.d"' \
    "$suite" "$directory" || die "mmdebstrap could not make a tree of $suite: see its last lines above"
}

# A tree is there whole or not at all.
replace_tree() { # NEW TREE
  local old
  chmod 755 "$1"
  rm -f "$2.contents"
  if [ -d "$2" ]; then
    old=$(mktemp -d "${2%/*}/.${2##*/}.old.XXXXXX")
    mv --no-target-directory "$2" "$old/tree"
    at_exit rm -rf "$old"
  fi
  mv --no-target-directory "$1" "$2"
}
