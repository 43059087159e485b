# Debian packages: what is missing, and how to install it without any daemon being started.
# shellcheck shell=bash

# What each use of the checkout needs beyond a minimal Debian.
# The tools and libraries that a Swift toolchain builds with; g++ stands for the libraries of whichever GCC is Debian's.
build_packages=(git ca-certificates libc6-dev g++ pkg-config libelf-dev libsystemd-dev libsqlite3-dev)
lab_packages=(systemd dbus iproute2 util-linux curl)
tree_making_packages=(mmdebstrap debian-archive-keyring)
test_packages=("${tree_making_packages[@]}" python3 python3-yaml shellcheck libxml2-utils libpam-systemd dbus-user-session logrotate)
# What an unpacked Swift toolchain links to; installed only where the toolchain does not run.
toolchain_packages=(binutils libcurl4-openssl-dev libxml2-dev libncurses-dev libedit-dev zlib1g-dev)

missing_packages() { # PACKAGE...: those that are not installed, one a line
  local package
  for package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

policy=/usr/sbin/policy-rc.d
policy_saved=$policy.before-cinch

# Debian starts daemons as it installs them, unless this file says no.
forbid_starts() {
  # A run that was killed may have left ours in place of the machine's own.
  allow_starts
  at_exit allow_starts
  [ ! -e "$policy" ] || mv "$policy" "$policy_saved"
  printf '#!/bin/sh\n# cinch: installing must not start daemons\nexit 101\n' > "$policy"
  chmod 755 "$policy"
}

allow_starts() {
  if [ -e "$policy" ] && grep -q '^# cinch:' "$policy"; then rm "$policy"; fi
  if [ -e "$policy_saved" ]; then mv "$policy_saved" "$policy"; fi
}

# ensure_packages PACKAGE...: installs those that are missing; says what it does, and nothing when all are there.
ensure_packages() {
  command -v dpkg-query > /dev/null || die "only Debian is known here: install what provides $* and run again"
  local -a missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || die "missing: ${missing[*]}; run Scripts/setup as root, or: apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  forbid_starts
  export DEBIAN_FRONTEND=noninteractive
  # A mirror that does not answer is no failure while the rest knows the packages.
  quietly apt-get update || say "some package lists could not be refreshed"
  # Somebody else may be installing something.
  quietly apt-get -o DPkg::Lock::Timeout=600 -y --no-install-recommends install "${missing[@]}" \
    || die "apt-get could not install ${missing[*]}: see its message above"
  allow_starts
}
