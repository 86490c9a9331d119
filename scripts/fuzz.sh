#!/usr/bin/env bash
# fuzz.sh BUILD SECONDS JOBS: runs every fuzz target of BUILD for SECONDS, JOBS of them at a time. A target starts from
# the seeds in fuzz/corpus and from what earlier runs found, which is kept in BUILD/corpus. An input that breaks a
# target is left in BUILD/crashes; a good one for fuzz/corpus, once the fault is mended.
set -euo pipefail
build=$(realpath -- "$1") seconds=$2 jobs=$3
seeds=$(cd "$(dirname "${BASH_SOURCE[0]}")/../fuzz/corpus" && pwd)
mkdir -p "$build/crashes"

run_target() {
  local target=$1 name
  name=$(basename "$target" _fuzz)
  mkdir -p "$build/corpus/$name"
  if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$build/crashes/$name-" "$build/corpus/$name" "$seeds/$name" >"$build/$name.log" 2>&1; then
    printf '%-16s %12s runs, no fault\n' "$name" "$(sed -n 's/.*number_of_executed_units: *//p' "$build/$name.log")"
    return 0
  fi
  printf '%-16s FAILED, see %s:\n' "$name" "$build/$name.log"
  grep -E 'ERROR|SUMMARY|runtime error|Test unit written' "$build/$name.log" | head -5
  return 1
}
export -f run_target
export build seeds seconds

mapfile -t targets < <(find "$build" -name '*_fuzz' -type f -perm -u+x | sort)
((${#targets[@]})) || { printf 'fuzz: no targets below %s\n' "$build" >&2; exit 1; }
# shellcheck disable=SC2016  # the inner shell expands $1
printf '%s\0' "${targets[@]}" | xargs -0 -P "$jobs" -I{} bash -c 'run_target "$1"' _ {}
