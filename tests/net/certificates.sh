#!/usr/bin/env bash
# certificates.sh FOLDER makes what the tests of TLS need: two authorities, a server's certificate of each, a client's
# certificate of the first, and one that a client made for itself. Each NAME becomes NAME.pem and NAME.key.
set -euo pipefail
cd "$1"

authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" \
    -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign -keyout "$1.key" -out "$1.pem"
}

# issue NAME AUTHORITY EXTENSION
issue() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -set_serial "0x$RANDOM" -days 2 -out "$1.pem" \
    -extfile <(printf '%s\n' "$3")
}

{
  authority first
  authority second
  issue server1 first subjectAltName=IP:127.0.0.1
  issue server2 second subjectAltName=IP:127.0.0.1
  issue client first extendedKeyUsage=clientAuth
  issue stranger second extendedKeyUsage=clientAuth
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=self -keyout self.key -out self.pem
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -passout pass:x -days 2 -subj /CN=locked -keyout locked.key -out locked.pem
} 2>log || { cat log >&2; exit 1; }
