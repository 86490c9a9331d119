#!/bin/sh
# Makes the PEM files of this folder anew with the openssl program. Run it in an empty folder; the keys will differ,
# the tests compare the forms of one key with each other.
set -eu
forms() { # forms NAME: public forms and a certificate of NAME.pkcs8.pem
  openssl pkey -in "$1.pkcs8.pem" -pubout -out "$1.spki.pem"
  openssl req -x509 -key "$1.pkcs8.pem" -subj "/CN=$1" -days 3650 -out "$1.crt.pem"
}
rsa() { # rsa NAME OPTIONS...
  name=$1
  shift
  openssl genpkey -algorithm RSA "$@" -out "$name.pkcs8.pem" 2>/dev/null
}
rsa rsa2048 -pkeyopt rsa_keygen_bits:2048
rsa rsa3072_e3 -pkeyopt rsa_keygen_bits:3072 -pkeyopt rsa_keygen_pubexp:3
for name in rsa2048 rsa3072_e3; do
  forms $name
  openssl rsa -in $name.pkcs8.pem -traditional -out $name.pkcs1.pem 2>/dev/null
  openssl rsa -in $name.pkcs8.pem -RSAPublicKey_out -out $name.pkcs1_public.pem 2>/dev/null
done
for name in p256 p384 p521 secp256k1; do
  curve=$(echo $name | sed 's/^p/P-/')
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:"$curve" -out "$name".pkcs8.pem
  forms $name
  openssl ec -in $name.pkcs8.pem -out $name.sec1.pem 2>/dev/null
  openssl ec -in $name.pkcs8.pem -pubout -conv_form compressed -out $name.compressed.pem 2>/dev/null
  openssl ec -in $name.pkcs8.pem -no_public -out $name.no_public.pem 2>/dev/null
done
(openssl ecparam -name prime256v1; cat p256.sec1.pem) > p256.with_parameters.pem
for name in ed25519 ed448; do
  openssl genpkey -algorithm $name -out $name.pkcs8.pem
  forms $name
done
for name in x25519 x448; do
  openssl genpkey -algorithm $name -out $name.pkcs8.pem
  openssl pkey -in $name.pkcs8.pem -pubout -out $name.spki.pem
done

# A chain: the leaf has the key of p256.pkcs8.pem.
openssl req -new -key p256.pkcs8.pem -subj /CN=leaf |
  openssl x509 -req -CA p384.crt.pem -CAkey p384.pkcs8.pem -set_serial 2 -days 3650 -out leaf.pem 2>/dev/null
cat leaf.pem p384.crt.pem > chain.crt.pem
rm leaf.pem

# What is refused.
rsa bad_rsa1024 -pkeyopt rsa_keygen_bits:1024
rsa bad_rsa_big_e -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:8589934593
rsa bad_rsa_three_primes -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_primes:3
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out bad_rsa_pss.pem 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -out bad_explicit.pem
openssl pkey -in bad_explicit.pem -pubout -out bad_explicit_public.pem
openssl ec -in bad_explicit.pem -param_enc explicit -out bad_explicit_sec1.pem 2>/dev/null
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1 -out bad_brainpool.pem
openssl genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024 -out dsa.pem 2>/dev/null
openssl genpkey -paramfile dsa.pem -out bad_dsa.pem 2>/dev/null
rm dsa.pem
openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 20000000 -passout pass:x -in p256.pkcs8.pem -out bad_encrypted.pem
openssl rsa -in rsa2048.pkcs8.pem -traditional -aes128 -passout pass:x -out bad_encrypted_traditional.pem 2>/dev/null
openssl req -new -key p256.pkcs8.pem -subj /CN=request -out bad_request.pem
ssh-keygen -q -t ed25519 -N "" -C "" -f ssh_ed25519.pem
mv ssh_ed25519.pem.pub ssh_ed25519.pub
