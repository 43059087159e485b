# Sourced by every script: strict mode, where the checkout is, how scripts speak, and what they undo when they end.
# shellcheck shell=bash
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export HOME=${HOME:-/root}
cinch_cache=${XDG_CACHE_HOME:-$HOME/.cache}/cinch

# Progress goes to stderr: stdout belongs to results.
say() { printf '==> %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
usage_error() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 64; }

# quietly COMMAND ARG...: its output is shown only when it fails, and then only the end of it.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" > "$log" 2>&1 < /dev/null || status=$?
  [ "$status" = 0 ] || tail -n 20 "$log" >&2
  rm -f "$log"
  return "$status"
}

# usage FILE: the comment block under the first line of a script is its help.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$1"; }

need_root() { [ "$(id -u)" = 0 ] || die "$1 needs root: run it with sudo"; }

# at_exit COMMAND ARG...: run when the script ends, however it ends, last registered first.
undo_stack=()
at_exit() { undo_stack+=("$(printf '%q ' "$@")"); }
run_undo_stack() {
  local status=$? index
  trap - EXIT
  trap '' INT TERM
  for ((index = ${#undo_stack[@]} - 1; index >= 0; index--)); do
    eval "${undo_stack[index]}" || true
  done
  exit "$status"
}
trap run_undo_stack EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
