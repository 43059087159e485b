# Debian trees: made once by mmdebstrap, kept in the user's cache, made again when their contents should differ.
# shellcheck shell=bash

trees=$cinch_cache/trees
# What a lab needs of any Debian: systemd, its bus, tools that health checks use, and logins.
lab_tree_packages=(systemd systemd-sysv dbus iproute2 procps passwd util-linux libpam-systemd dbus-user-session)

# make_lab_tree NAME SUITE PACKAGE...: prints the path of a tree to open labs in.
make_lab_tree() {
  local name=$1 suite=$2
  shift 2
  keep_tree "$trees/$name" "$suite" "" "${lab_tree_packages[@]}" "$@"
  printf '%s\n' "$trees/$name"
}

# make_upgraded_tree FROM NAME SUITE: prints the path of a copy of a tree that was upgraded to a later suite, as a machine is.
make_upgraded_tree() {
  local from=$1 tree=$trees/$2 suite=$3
  keep "$tree" "$(cat "$from.contents" && printf 'upgraded %s\n' "$suite")" upgrade_copy "$from" "$suite"
  printf '%s\n' "$tree"
}

# keep_tree TREE SUITE HOOK PACKAGE...: keeps a tree of a suite with these packages and what they need.
# HOOK is empty, or a program that is given the tree when all is installed in it.
keep_tree() {
  local tree=$1
  shift
  keep "$tree" "$(tree_contents "$@")" run_mmdebstrap "$@"
}

# keep TREE CONTENTS COMMAND ARGUMENT...: has the tree made, or made again, when it is not there with these contents.
# COMMAND is called with the folder to fill, which is empty, and the arguments.
keep() {
  local tree=$1 contents=$2 command=$3 parent=${1%/*} name=${1##*/} next lock
  shift 3
  mkdir -p "$parent"
  # One maker at a time: the second waits, and then finds the tree made.
  exec {lock}> "$parent/.$name.lock"
  flock "$lock"
  if [ ! -d "$tree" ] || [ "$(cat "$tree.contents" 2> /dev/null)" != "$contents" ]; then
    need_root "making a Debian tree"
    for next in "$parent/.$name".{new,old}.*; do remove_tree "$next"; done
    next=$(mktemp -d "$parent/.$name.new.XXXXXX")
    at_exit remove_tree "$next"
    say "making $tree ($(grep -E '^(suite|upgraded) ' <<< "$contents" | paste -sd,), $(grep -c ^package <<< "$contents") packages and what they need)"
    "$command" "$next" "$@"
    replace_tree "$next" "$tree"
    printf '%s\n' "$contents" > "$tree.contents"
  fi
  exec {lock}>&-
}

upgrade_copy() { # DIRECTORY FROM SUITE
  local directory=$1 from=$2 suite=$3
  cp -a --reflink=auto "$from/." "$directory"
  sed -i -E "s/(^deb .* )[a-z]+((-[a-z]+)? main)/\1$suite\2/" "$directory/etc/apt/sources.list"
  quietly in_tree "$directory" apt-get -o Acquire::Retries=3 update || die "the package lists of $suite cannot be had"
  quietly in_tree "$directory" apt-get -y -o Dpkg::Options::=--force-confnew full-upgrade \
    || die "$from cannot be upgraded to $suite: see apt's last lines above"
}

in_tree() { # TREE COMMAND ARGUMENT...
  (cd / && unshare --mount --propagation private "$checkout/Scripts/lib/enter-tree" "$1" -- \
    env DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin "${@:2}")
}

tree_contents() { # SUITE HOOK PACKAGE...
  printf 'suite %s\n' "$1"
  [ -z "$2" ] || printf 'hook %s\n' "$(sha256sum < "$2")"
  shift 2
  printf 'package %s\n' "$@" | sort -u
}

run_mmdebstrap() { # DIRECTORY SUITE HOOK PACKAGE...
  local directory=$1 suite=$2 hook=$3 include
  shift 3
  include=$(IFS=,; echo "$*")
  # Suites that were never released sign their lists for a few days only, and mirrors lag behind.
  # Nothing that is installed may start a daemon, now or from inside a lab.
  # shellcheck disable=SC2016
  quietly mmdebstrap --variant=minbase --include="$include" \
    --aptopt='Acquire::Check-Valid-Until false' --aptopt='Acquire::Retries 3' \
    --essential-hook='printf "#!/bin/sh\nexit 101\n" > "$1/usr/sbin/policy-rc.d"; chmod 755 "$1/usr/sbin/policy-rc.d"' \
    ${hook:+--customize-hook="$hook"} \
    "$suite" "$directory" || die "mmdebstrap could not make a tree of $suite: see its last lines above"
}

# A tree is there whole or not at all. What is left of an interrupted replacement goes when the next tree is made.
replace_tree() { # NEW TREE
  local old=''
  chmod 755 "$1"
  rm -f "$2.contents"
  if [ -d "$2" ]; then
    old=$(mktemp -d "${2%/*}/.${2##*/}.old.XXXXXX")
    mv --no-target-directory "$2" "$old/tree"
  fi
  mv --no-target-directory "$1" "$2"
  [ -z "$old" ] || remove_tree "$old"
}

# Nothing is removed while something of the machine is mounted in it.
remove_tree() {
  [ -e "$1" ] || return 0
  ! grep -qF " $1/" /proc/self/mountinfo || die "something is mounted in $1: unmount it first"
  rm -rf --one-file-system "$1"
}
