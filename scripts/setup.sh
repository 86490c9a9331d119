#!/usr/bin/env bash
# setup.sh PURPOSE... installs the Debian or Ubuntu packages that PURPOSE (run, test, lint, bench, fuzz) needs and that
# are missing. It asks dpkg first, so that it costs nothing when nothing is missing, and may be run any number of times.
set -euo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive

# A need is a package, or several names of it of which the first that is installed, else the first that the package
# index has, is taken: Debian 12, Debian 13 and Ubuntu 24.04 call a few things differently. A * stands for the newest
# version.
build_needs=(g++ cmake ninja-build "pkg-config|pkgconf" libssl-dev zlib1g-dev libfmt-dev
  "libcurl4-openssl-dev|libcurl4-gnutls-dev|libcurl4-nss-dev" "libboost1.81-dev|libboost1.83-dev|libboost1.88-dev"
  libtomlplusplus-dev libspdlog-dev prometheus-cpp-dev libsqlite3-dev)
test_needs=(python3 git openssl openssh-client libgtest-dev libgmock-dev "libboost-json1.81-dev|libboost-json-dev|libboost-json*-dev"
  libcpp-httplib-dev jose python3-jwcrypto python3-jwt rnbyc zsh fish groff-base iproute2 util-linux)
# What tests/interop/server runs against the token server, beside the npm packages.
server_needs=(curl python3-authlib python3-requests libapache2-mod-auth-openidc)
# What tests/proxies puts the sidecar behind.
proxy_needs=("nginx-light|nginx" haproxy caddy apache2 libapache2-mod-oauth2)
lint_needs=("clang-19|clang-*" "clang-tidy-19|clang-tidy-*" "clang-format-19|clang-format-*"
  "libclang-19-dev|libclang-*-dev" "llvm-19-dev|llvm-*-dev" shellcheck)
bench_needs=(libjwt-dev librhonabwy-dev valgrind python3 openssl wrk nginx-light util-linux)
fuzz_needs=(python3 "clang-19|clang-*" "libclang-rt-19-dev|libclang-rt-*-dev"
  "libboost-json1.81-dev|libboost-json-dev|libboost-json*-dev")

# Asked by the scripts of packages before they start a service.
policy_file=/usr/sbin/policy-rc.d

say() { printf 'setup: %s\n' "$*" >&2; }

add_needs() {
  local need
  for need in "$@"; do
    [[ " ${needs[*]} " == *" $need "* ]] || needs+=("$need")
  done
}

# Node.js and npm may be there from elsewhere, and such a nodejs cannot stand beside the distribution's npm.
add_node_needs() {
  command -v node >/dev/null || add_needs nodejs
  command -v npm >/dev/null || add_needs npm
}

needs_of() {
  add_needs "${build_needs[@]}"
  case "$1" in
    run) ;;
    test) add_needs "${test_needs[@]}" "${proxy_needs[@]}" "${server_needs[@]}"; add_node_needs; with_npm_packages=1 ;;
    lint) add_needs "${test_needs[@]}" "${lint_needs[@]}" ;;
    bench) add_needs "${bench_needs[@]}"; add_node_needs; with_npm_packages=1 ;;
    fuzz) add_needs "${fuzz_needs[@]}" ;;
    *) say "no such purpose: $1 (run, test, lint, bench or fuzz)"; exit 2 ;;
  esac
}

# find_missing fills `missing` with the needs of which no name is installed; one call of dpkg-query for all of them.
find_missing() {
  local need name found
  local -a names=()
  declare -A installed=()
  missing=()
  for need in "${needs[@]}"; do
    IFS='|' read -r -a found <<<"$need"
    names+=("${found[@]}")
  done
  while read -r name; do
    installed["$name"]=1
  done < <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "${names[@]}" 2>/dev/null | sed -n 's/^ii *//p')
  for need in "${needs[@]}"; do
    is_installed "$need" || missing+=("$need")
  done
}

is_installed() {
  local pattern name
  local -a patterns
  IFS='|' read -r -a patterns <<<"$1"
  for pattern in "${patterns[@]}"; do
    [[ -n "${installed[$pattern]:-}" ]] && return 0
    [[ "$pattern" == *'*'* ]] || continue
    for name in "${!installed[@]}"; do
      is_version_of "$pattern" "$name" && return 0
    done
  done
  return 1
}

# Whether NAME is PATTERN with a version number for its *: clang-19 is one of clang-*, clang-tools is not.
is_version_of() {
  local rest="${2#"${1%%\**}"}"
  [[ "$rest" != "$2" ]] || return 1
  [[ "${rest%"${1##*\*}"}" =~ ^[0-9][0-9.]*$ && "$rest" == *"${1##*\*}" ]]
}

# choose_package prints the name under which this distribution has a need, or nothing.
choose_package() {
  local pattern name
  local -a patterns
  IFS='|' read -r -a patterns <<<"$1"
  for pattern in "${patterns[@]}"; do
    if [[ "$pattern" != *'*'* ]]; then
      # Read whole, not through grep -q: a pipe that closes early would count as a failure.
      [[ "$(apt-cache policy "$pattern" 2>/dev/null)" == *'Candidate: '[0-9]* ]] || continue
      printf '%s\n' "$pattern"
      return 0
    fi
    while read -r name; do
      is_version_of "$pattern" "$name" && { printf '%s\n' "$name"; return 0; }
    done < <(apt-cache pkgnames "${pattern%%\**}" | sort -rV)
  done
  return 1
}

become_root() {
  as_root=()
  [[ "$(id -u)" -eq 0 ]] && return 0
  as_root=(sudo)
  if command -v sudo >/dev/null; then
    sudo -n true 2>/dev/null && return 0
    # A person at a terminal may type a password; a program never waits for one.
    [[ -t 0 && -t 2 && -z "${CI:-}" ]] && sudo -v && return 0
  fi
  say "these packages are missing: ${missing[*]%%|*}"
  say "this user is not root and may not use sudo; ask an administrator to run:"
  say "  apt-get install --no-install-recommends ${missing[*]%%|*}"
  exit 1
}

# The package index has a lock of its own, which apt does not wait for.
update_index() {
  local output deadline=$((SECONDS + 600))
  until output=$("${as_root[@]}" apt-get -qq -o Acquire::Retries=3 update 2>&1); do
    if [[ "$output" == *[Ll]ock* && $SECONDS -lt $deadline ]]; then
      sleep 3
      continue
    fi
    say "the package index could not be brought up to date; going on with the one that is here"
    printf '%s\n' "$output" >&2
    return 0
  done
}

install_missing() {
  local need name
  local -a chosen=() nowhere=()
  for need in "${missing[@]}"; do
    if name=$(choose_package "$need"); then chosen+=("$name"); else nowhere+=("${need%%|*}"); fi
  done
  if ((${#nowhere[@]})); then
    say "this distribution has no package for: ${nowhere[*]} (Debian 12, Debian 13 and Ubuntu 24.04 do)"
    exit 1
  fi
  say "installing ${chosen[*]}"
  forbid_services
  # --no-remove: a machine's other packages are not ours to take away.
  if ! "${as_root[@]}" apt-get -qq -y --no-install-recommends --no-remove -o DPkg::Lock::Timeout=600 \
    -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install "${chosen[@]}" </dev/null >&2; then
    say "apt-get could not install: ${chosen[*]}"
    exit 1
  fi
  [[ -z "$(trap -p EXIT)" ]] || allow_services
}

# Servers are here for the tests alone: of the packages that are installed now none may start one, neither now nor with
# the machine. What ran before is not touched, and a policy that is there stays.
forbid_services() {
  [[ ! -e "$policy_file" ]] || return 0
  trap allow_services EXIT
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 0755 /dev/stdin "$policy_file"
}

allow_services() {
  local name
  trap - EXIT
  "${as_root[@]}" rm -f "$policy_file"
  command -v systemctl >/dev/null || return 0
  for name in "${chosen[@]}"; do
    case "$name" in
      nginx-light | nginx | haproxy | caddy | apache2)
        "${as_root[@]}" systemctl --quiet disable "${name%-light}.service" 2>/dev/null ||
          say "${name%-light} may start with the machine: systemctl disable ${name%-light}" ;;
    esac
  done
}

# install_npm_packages puts what tests/interop/npm asks for into build/npm-jose: exactly the versions and contents of its
# lock file, whose digests npm checks. Nothing that a package brings is run.
install_npm_packages() {
  local from=tests/interop/npm to=build/npm-jose output
  cd "$(dirname "${BASH_SOURCE[0]}")/.."
  cmp -s "$from/package-lock.json" "$to/package-lock.json" && [[ -e "$to/node_modules/.package-lock.json" ]] && return 0
  command -v npm >/dev/null || { say "the tests need npm"; exit 1; }
  say "installing the npm packages into $to"
  rm -rf "$to"
  mkdir -p "$to"
  cp "$from/package.json" "$from/package-lock.json" "$to/"
  if ! output=$(npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --no-update-notifier \
    --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=8000 </dev/null 2>&1); then
    rm -rf "$to"
    printf '%s\n' "$output" >&2
    say "npm could not install the packages that the tests need; is the npm registry within reach?"
    exit 1
  fi
}

main() {
  declare -a needs=() missing=() as_root=()
  (($#)) || { say "usage: setup.sh run|test|lint|bench|fuzz ..."; exit 2; }
  local purpose with_npm_packages=""
  for purpose in "$@"; do needs_of "$purpose"; done
  install_packages
  [[ -z "$with_npm_packages" ]] || install_npm_packages
}

install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is not a Debian system, so nothing is installed; needed are: ${needs[*]%%|*}"
    return 0
  fi
  find_missing
  ((${#missing[@]})) || return 0
  become_root
  update_index
  install_missing
  find_missing
  ((${#missing[@]} == 0)) || { say "still missing after the installation: ${missing[*]%%|*}"; exit 1; }
}

main "$@"
