#!/usr/bin/env bash
# test_newer.sh BUILD [JOBS] runs the tests of tests/newer with the libcrypto of npm's node: installs it below BUILD,
# loads each object that cmake has built there, and ends with a summary.
set -euo pipefail
build=$(realpath "$1")
here=$(dirname "$(realpath "$0")")/..
cp "$here/tests/newer/package.json" "$here/tests/newer/package-lock.json" "$build/"
[[ -x "$build/node_modules/.bin/node" ]] || npm ci --prefix "$build" --no-audit --no-fund --loglevel=error
node="$build/node_modules/.bin/node"
load='process.dlopen({ exports: {} }, process.argv[1])'
failed=()
for name in crypto jose jwt profiles security; do
  printf '== %s\n' "$name"
  GTEST_BRIEF=1 "$node" -e "$load" "$build/tests/newer/newer_$name.node" || failed+=("$name")
done
printf '== npm jose %s\n' "$("$node" -p 'require(process.argv[1]).version' "$build/node_modules/jose/package.json")"
"$node" "$here/tests/newer/interop.mjs" "$build" "$build/tests/newer/newer_peer.node" || failed+=(jose-interop)
openssl=$("$node" -p process.versions.openssl)
if ((${#failed[@]})); then
  printf 'test-newer: with OpenSSL %s failed: %s\n' "$openssl" "${failed[*]}"
  exit 1
fi
printf 'test-newer: all passed with OpenSSL %s\n' "$openssl"
