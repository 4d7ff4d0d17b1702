# What the scripts beside this file share; sourced by them, not run.
# shellcheck shell=bash

# The repository's root, from wherever a script is called.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Where Scripts/setup puts the Python packages of the tests.
venv="$root/.build/venv"

# Bold, on terminals only, and not where NO_COLOR asks for none (no-color.org).
if [[ -t 1 && -z "${NO_COLOR:-}" && "${TERM:-dumb}" != dumb ]]; then
  bold=$'\e[1m' plain=$'\e[0m'
else
  bold='' plain=''
fi

say() { printf '%s\n' "$*"; }

heading() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit 1
}

# The Python of the tests comes first, if Scripts/setup could make it.
use_test_python() {
  if [[ -x "$venv/bin/python3" ]]; then export PATH="$venv/bin:$PATH"; fi
}

# The version of the Swift toolchain on PATH; empty when there is none.
swift_version() { swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1; }

# Whether version $1 is at least version $2.
is_at_least() { [[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" == "$2" ]]; }

# The build that people use: optimised, with the Swift standard library inside.
build_release() {
  swift build --package-path "$root" -c release --static-swift-stdlib --product meshphase \
    </dev/null
}

# The same of every program at once, for who needs several: one build keeps all cores busy.
build_release_programs() {
  swift build --package-path "$root" -c release --static-swift-stdlib </dev/null
}

# Generated histories of upgrades in a release build, in as many processes as there are cores; ends
# with 1 where one breaks a law.
check_histories() {
  local first=$1 count=$2 cores size seed binary status=0
  swift build --package-path "$root" -c release --static-swift-stdlib --product history-laws \
    </dev/null
  binary=$(release_binary history-laws)
  cores=$(getconf _NPROCESSORS_ONLN)
  size=$(((count + cores - 1) / cores))
  local -a running=()
  for ((seed = first; seed < first + count; seed += size)); do
    "$binary" "$seed" "$size" </dev/null &
    running+=($!)
  done
  for seed in "${running[@]}"; do wait "$seed" || status=1; done
  return "$status"
}

# The binary that a release build made, not stripped yet: meshphase, or another program.
release_binary() {
  printf '%s/%s\n' "$(swift build --package-path "$root" -c release --show-bin-path)" \
    "${1:-meshphase}"
}
