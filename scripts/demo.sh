#!/usr/bin/env bash
# demo.sh PROGRAM shows what the program does: keys are made, a key set is published, tokens are signed, verified and
# refused, real keys are checked, and a token server gives a token. Every step is checked as well; the first surprise ends
# the show with status 1. On a terminal the server goes on until it is stopped; its folder is ./data, or DATA.
set -euo pipefail
program=$(realpath -- "${1:?usage: demo.sh PROGRAM}")
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
data=${DATA:-$PWD/data}
server=''
end_show() {
  if [[ -n "$server" ]] && kill "$server" 2>/dev/null; then if ! wait "$server"; then :; fi; fi
  rm -rf "$work"
}
trap end_show EXIT
cd "$work"

bold='' dim='' green='' plain=''
if [[ -t 1 && -z "${NO_COLOR:-}" ]]; then bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' plain=$'\e[0m'; fi
steps=0

title() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
surprise() { printf '\ndemo: %s\n' "$*" >&2; exit 1; }

# Prints a command as one would type it: words in quotes only where they need them.
print_command() {
  local word line='signet'
  for word in "$@"; do
    if [[ "$word" =~ ^[A-Za-z0-9_./:+=,-]+$ ]]; then line+=" $word"; else line+=" '$word'"; fi
  done
  printf '  %s$ %s%s\n' "$dim" "$line" "$plain"
}

# What it said: output as it is, error lines folded.
print_output() {
  sed 's/^\(.\)/    \1/' out
  fold -s -w 112 err | sed -e 's/^/    /' -e 's/ *$//'
}

# run STATUS WORDS...: runs the program; its output is in the files out and err afterwards.
run() {
  local want=$1 status=0
  shift
  "$program" "$@" >out 2>err || status=$?
  [[ $status -eq $want ]] || { cat out err >&2; surprise "signet $* ended with $status, not with $want"; }
  steps=$((steps + 1))
}

# show WORDS...: runs a command that must succeed, and shows it with what it says.
show() {
  print_command "$@"
  run 0 "$@"
  print_output
}

# refuse CODE WORDS...: a command that must refuse its input, with exactly this code.
refuse() {
  local code=$1
  shift
  print_command "$@"
  run 1 "$@"
  grep -q "^signet: error: $code" err || { cat err >&2; surprise "signet $* did not say $code"; }
  [[ ! -s out ]] || surprise "signet $* refused, and yet wrote to its standard output"
  print_output
}

says() { grep -qF -- "$1" out || { cat out err >&2; surprise "the output lacks: $1"; }; }

make_keys() {
  title 'Keys for three algorithms; only the public halves are published'
  local alg
  for alg in ES256 EdDSA RS256; do
    show key generate --alg "$alg" --out "$alg.jwk"
    [[ $(stat -c %a "$alg.jwk") == 600 ]] || surprise "$alg.jwk can be read by others"
  done
  show key show ES256.jwk
  says P-256
  show key check RS256.jwk --deep
  print_command jwks make ES256.jwk EdDSA.jwk RS256.jwk --out jwks.json
  run 0 jwks make ES256.jwk EdDSA.jwk RS256.jwk --out jwks.json
  if grep -qE '"(d|p|q|dp|dq|qi|k)"' jwks.json; then surprise 'the published set holds private members'; fi
  show jwks lint jwks.json
}

sign_and_verify() {
  title 'Tokens: signed, looked at, verified'
  local alg
  for alg in ES256 EdDSA RS256; do
    show sign --key "$alg.jwk" --claims '{"sub":"user-42","scope":"read"}' --issuer https://as.example --audience api \
      --expires 10m --out "$alg.jwt"
  done
  show inspect ES256.jwt
  says UNVERIFIED
  for alg in ES256 EdDSA RS256; do
    show verify --jwks jwks.json --issuer https://as.example --audience api --alg "$alg" "$alg.jwt"
    says user-42
  done
}

# Changes one character in the middle of the token's signature; the last one may hold unused bits.
break_signature() {
  local token signature middle other=A
  token=$(cat "$1")
  signature=${token##*.}
  middle=$((${#signature} / 2))
  [[ "${signature:middle:1}" == A ]] && other=B
  printf '%s.%s%s%s' "${token%.*}" "${signature:0:middle}" "$other" "${signature:middle+1}"
}

refuse_what_is_wrong() {
  title 'Tokens that must be refused'
  local expected=(--jwks jwks.json --issuer https://as.example --audience api --alg ES256) none=eyJhbGciOiJub25lIn0
  break_signature ES256.jwt >changed.jwt
  refuse bad_signature verify "${expected[@]}" changed.jwt
  refuse 'claim_mismatch(aud)' verify --jwks jwks.json --issuer https://as.example --audience mail --alg ES256 ES256.jwt
  refuse token_expired verify "${expected[@]}" --now 2099-01-01T00:00:00Z ES256.jwt
  printf '%s.%s' "$none" "$(cut -d. -f2- ES256.jwt)" >none.jwt
  refuse alg_not_allowed verify "${expected[@]}" none.jwt
  printf '%s.%s.' "$none" "$(cut -d. -f2 ES256.jwt)" >unsigned.jwt
  refuse malformed_token verify "${expected[@]}" unsigned.jwt
  run 0 key generate --alg ES256 --out foreign.jwk
  run 0 sign --key foreign.jwk --claims '{"sub":"user-42"}' --issuer https://as.example --audience api --out foreign.jwt
  refuse 'key_not_found(kid)' verify "${expected[@]}" foreign.jwt
  # A public key taken for an HMAC secret: the token says HS256, and even the caller does.
  printf 'eyJhbGciOiJIUzI1NiJ9.%s' "$(cut -d. -f2- RS256.jwt)" >confused.jwt
  run 0 key public RS256.jwk --out RS256.pub.jwk
  refuse 'key_mismatch(kty)' verify --key RS256.pub.jwk --issuer https://as.example --audience api --alg HS256 confused.jwt
}

check_real_keys() {
  title 'Two keys of a real service, as it publishes them (their kid is SHA-256 of the SPKI, not RFC 7638)'
  cp "$here/tests/vectors/seed/jwks.json" real-set.json
  cp "$here/tests/vectors/seed/member-by-member.json" real-key.json
  show jwks lint real-set.json
  show jwks show real-set.json
  sed -n '/^    {$/,/^    }$/p' real-set.json >of-the-set.json
  show key check of-the-set.json
  show key thumbprint --spki of-the-set.json
  says hD0tEgg4XkrXY1FeXPK5H3ggxGgShEVT90NRo6QAj_Y
  show key check real-key.json
  show key thumbprint --spki real-key.json
  says HFSdUzsX5GRQ7LrkqZusDAhyItKI3YADzfOjYFZ31QA
  show key thumbprint real-key.json
}

make_the_known_token() {
  title 'A token that is known byte for byte'
  # The example of the English encyclopedia's article on JWT, with a key of the length that RFC 7518 section 3.2 asks.
  printf '{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}' >known.jwk
  local token=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9
  token+=.eyJsb2dnZWRJbkFzIjoiYWRtaW4iLCJpYXQiOjE0MjI3Nzk2Mzh9
  token+=.laqvwCkCeSVF9sdQ1Wfs0Cu08kX2ziRcISWqCJeDTfg
  show sign --key known.jwk --alg HS256 --claims '{"loggedInAs":"admin","iat":1422779638}'
  [[ "$(cat out)" == "$token" ]] || surprise 'the known token came out otherwise'
}

# The server of the show keeps nothing where no terminal looks on.
start_server() {
  local port
  [[ -t 1 ]] || data=$work/data
  for port in 8080 18080 28080; do
    "$program" serve --data "$data" --listen "127.0.0.1:$port" --log none >serve.out 2>serve.err &
    server=$!
    for _ in $(seq 100); do
      grep -q 'serves at' serve.err && { base=http://127.0.0.1:$port/default; return; }
      kill -0 "$server" 2>/dev/null || break
      sleep 0.05
    done
    if ! wait "$server"; then :; fi
    server=''
    grep -q address_in_use serve.err || { cat serve.err >&2; surprise 'signet serve did not start'; }
  done
  surprise 'ports 8080, 18080 and 28080 are taken'
}

serve_tokens() {
  title 'A token server: its first start makes a tenant and a client'
  print_command serve --data data
  start_server
  sed 's/^/    /' serve.err
  # A later start has no secret to tell; another one is made for the show.
  run 0 client secret first-client --data "$data" --overlap 1h --json
  sed -n 's/.*"client_secret":"\([^"]*\)".*/\1/p' out >secret
  show token get --issuer "$base" --client first-client --secret-file secret --allow-loopback
  cp out token.jwt
  show verify --discover --issuer "$base" --audience "$base/api" --alg ES256 --profile at+jwt --allow-loopback token.jwt
  says '"client_id":"first-client"'
  show keys plan --data "$data"
  printf '\n  %s$ curl -s -u first-client:%s -d grant_type=client_credentials -d scope=read %s/oauth2/token%s\n' \
    "$dim" "$(cat secret)" "$base" "$plain"
}

show version
make_keys
sign_and_verify
refuse_what_is_wrong
check_real_keys
make_the_known_token
serve_tokens
printf '\n%s%d commands did what they should.%s\n' "$green$bold" "$steps" "$plain"
if [[ -t 1 && -t 0 ]]; then
  printf 'The token server goes on at %s (folder %s); Ctrl-C ends it.\n' "$base" "$data"
  if ! wait "$server"; then :; fi
fi
