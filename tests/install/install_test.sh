#!/usr/bin/env bash
# install_test.sh SOURCE BUILD COMPILER FLAGS: installs BUILD below a folder, builds a user's program against it by
# find_package and by pkg-config, runs both, looks at what they link, then moves the installation and does it again.
set -euo pipefail
source_dir=$1 build_dir=$2 compiler=$3 flags=$4
consumer_dir=$source_dir/tests/install/consumer remote_dir=$source_dir/tests/install/remote
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

die() { printf 'install_test: %s\n' "$*" >&2; exit 1; }

# Everything that the library must not bring along.
readonly unwanted='libboost|libfmt|libspdlog|libsqlite|libpq|libcurl|libprometheus'

check_program() {
  local program=$1 said libraries
  said=$("$program") || die "$program failed"
  [[ "$said" == "verified user-42" ]] || die "$program said: $said"
  libraries=$(ldd "$program")
  [[ "$libraries" == *libcrypto.so* ]] || die "$program does not link libcrypto"
  if grep -E "$unwanted" <<<"$libraries"; then die "$program links what it should not"; fi
}

use_by_cmake() {
  local prefix=$1 build=$scratch/by-cmake-$2
  cmake -S "$consumer_dir" -B "$build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_FLAGS="$flags" >"$build.log" 2>&1 || { cat "$build.log"; die "find_package(Signet) failed"; }
  cmake --build "$build" >"$build.log" 2>&1 || { cat "$build.log"; die "the consumer by CMake does not build"; }
  check_program "$build/consumer"
}

use_by_pkg_config() {
  local prefix=$1 program=$scratch/by-pkg-config-$2 file words
  file=$(find "$prefix" -name signet.pc)
  [[ -n "$file" ]] || die "no signet.pc was installed"
  words=$(PKG_CONFIG_PATH=$(dirname "$file") pkg-config --static --cflags --libs signet) || die "pkg-config failed"
  [[ "$words" == *"$prefix"* ]] || die "signet.pc does not follow its folder: $words"
  # shellcheck disable=SC2086  # the flags are words
  "$compiler" -std=c++23 $flags "$consumer_dir/main.cpp" $words -o "$program" || die "the consumer by pkg-config does not build"
  check_program "$program"
}

# What asks the network is an archive of its own, and brings libcurl along.
check_remote() {
  local program=$1 said
  said=$("$program") || die "$program failed"
  [[ "$said" == "fetch_refused(address)" ]] || die "$program said: $said"
  [[ "$(ldd "$program")" == *libcurl* ]] || die "$program does not link libcurl"
}

use_remote() {
  local prefix=$1 build=$scratch/remote-$2 words
  cmake -S "$remote_dir" -B "$build" -G Ninja -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_FLAGS="$flags" >"$build.log" 2>&1 || { cat "$build.log"; die "find_package(Signet COMPONENTS remote) failed"; }
  cmake --build "$build" >"$build.log" 2>&1 || { cat "$build.log"; die "the user of Signet::remote does not build"; }
  check_remote "$build/remote"
  words=$(PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name signet-remote.pc)") pkg-config --static --cflags --libs signet-remote) ||
    die "pkg-config signet-remote failed"
  # shellcheck disable=SC2086  # the flags are words
  "$compiler" -std=c++23 $flags "$remote_dir/main.cpp" $words -o "$build/by-pkg-config" ||
    die "the user of signet-remote by pkg-config does not build"
  check_remote "$build/by-pkg-config"
}

check_headers() {
  local prefix=$1 header
  [[ -f "$prefix/include/signet/jwt.h" ]] || die "no headers were installed"
  header=$(grep -rlE '# *include *[<"](openssl|boost|curl)/' "$prefix/include") && die "an installed header includes it: $header"
  return 0
}

first=$scratch/first second=$scratch/elsewhere/second
cmake --install "$build_dir" --prefix "$first" >/dev/null
check_headers "$first"
use_by_cmake "$first" first
use_by_pkg_config "$first" first
mkdir -p "$(dirname "$second")"
mv "$first" "$second"
use_by_cmake "$second" second
use_by_pkg_config "$second" second
use_remote "$second" second
if grep -rl "$build_dir" "$second" --include='*.cmake' --include='*.pc'; then die "the build folder was installed as well"; fi
printf 'install_test: two programs, built twice, verified their tokens, and two more asked the network\n'
