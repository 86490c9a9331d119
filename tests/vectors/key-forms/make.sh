#!/bin/sh
# make.sh KEYS: makes the files of this folder anew with the programs openssl and ssh-keygen, in the current folder,
# from the PEM files of ../keys, which KEYS names. The passphrase of all that is encrypted is "correct horse".
set -eu
keys=$1
pass="pass:correct horse"
pkcs8() { # pkcs8 KEY TO OPTIONS...: encrypted PKCS#8
  from=$keys/$1.pkcs8.pem to=$2
  shift 2
  openssl pkcs8 -topk8 -in "$from" -passout "$pass" -out "$to" "$@"
}
for cipher in aes128 aes192 aes256 des3; do
  pkcs8 p256 p256.$cipher.pem -v2 $cipher -iter 1000
  openssl rsa -in "$keys/rsa2048.pkcs8.pem" -traditional -$cipher -passout "$pass" -out rsa2048.traditional.$cipher.pem
done
for hash in 1 224 256 384 512; do
  pkcs8 ed25519 ed25519.sha$hash.pem -v2 aes256 -v2prf hmacWithSHA$hash -iter 1000
done
pkcs8 p384 p384.scrypt.pem -scrypt -scrypt_N 1024
pkcs8 rsa2048 rsa2048.pbes2.pem -v2 aes256 -iter 2048
pkcs8 p521 p521.pbes2.der -v2 aes256 -iter 2048 -outform DER
openssl ec -in "$keys/p256.pkcs8.pem" -aes256 -passout "$pass" -out p256.traditional.aes256.pem

ssh() { # ssh NAME OPTIONS...
  name=$1
  shift
  ssh-keygen -q -N "" -C "a comment" -f "$name" "$@"
  # The comment would name this machine.
  ssh-keygen -e -f "$name" | sed 's/converted by .* from/converted from/' > "$name.rfc4716"
}
ssh ssh_rsa -t rsa -b 2048
ssh ssh_p256 -t ecdsa -b 256
ssh ssh_p384 -t ecdsa -b 384
ssh ssh_p521 -t ecdsa -b 521
ssh ssh_ed25519 -t ed25519
ssh bad_ssh_dsa -t dsa
ssh-keygen -q -N "correct horse" -t ed25519 -C "" -f bad_ssh_locked
for form in PEM PKCS8; do
  cp ssh_rsa ssh_rsa.$form
  ssh-keygen -p -P "" -N "correct horse" -m $form -f ssh_rsa.$form > /dev/null
done

# What is refused.
pkcs8 p256 bad_pbes1.pem -v1 PBE-SHA1-3DES
pkcs8 p256 bad_camellia.pem -v2 camellia256 -iter 1000
pkcs8 p256 bad_iterations.pem -v2 aes256 -iter 1500001
pkcs8 bad_rsa1024 bad_rsa1024.pem -v2 aes256 -iter 1000
openssl ec -in "$keys/p256.pkcs8.pem" -des -provider legacy -provider default -passout "$pass" -out bad_des.pem
openssl pkcs12 -export -inkey "$keys/p256.pkcs8.pem" -in "$keys/p256.crt.pem" -passout "$pass" -out bad_pkcs12.p12
rm ./bad_ssh_dsa ./bad_ssh_dsa.rfc4716 ./bad_ssh_locked.pub
printf 'correct horse\r\na remark\r\n' > passphrase.crlf.txt
