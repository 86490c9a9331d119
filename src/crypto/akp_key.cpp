#include "crypto/akp_key.h"

#include <openssl/core_names.h>

#include <utility>

#include "crypto/constant_time.h"
#include "crypto/pkey_params.h"
#include "crypto/random.h"
#include "try.h"

namespace signet::crypto {
namespace {

// By name, since the headers of OpenSSL 3.0 do not have it: OSSL_PKEY_PARAM_ML_DSA_SEED.
constexpr const char* kSeed = "seed";

constexpr std::size_t kMaxExpanded = 4896;  // ML-DSA-87: FIPS 204 table 2

/// Null when this libcrypto lacks the algorithm, or takes no seed for it.
PkeyPtr pkey_of_seed(const AkpKey& key) {
  PkeyParams params;
  params.add_octets(kSeed, key.priv.expose());
  return params.build(key.algorithm->openssl_name, EVP_PKEY_KEYPAIR);
}

PkeyPtr pkey_of_public(const AkpKey& key) {
  PkeyParams params;
  params.add_octets(OSSL_PKEY_PARAM_PUB_KEY, key.pub);
  return params.build(key.algorithm->openssl_name, EVP_PKEY_PUBLIC_KEY);
}

Bytes public_of(const AkpAlgorithm& algorithm, EVP_PKEY* pkey) {
  Bytes pub(algorithm.public_octets);
  std::size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(pkey, OSSL_PKEY_PARAM_PUB_KEY, pub.data(), pub.size(), &size) != 1 ||
      size != pub.size())
    return {};
  return pub;
}

Result<> check_seed(const AkpKey& key) {
  //= rfc9964#4 the "priv" parameter MUST be the seed, and MUST have a length of 32 bytes
  return key.priv.size() == kAkpSeedOctets ? Result<>() : fail(Errc::malformed_key, "priv");
}

}  // namespace

Result<PkeyPtr> make_akp_pkey(const AkpKey& key) {
  const AkpAlgorithm& algorithm = *key.algorithm;
  // Every octet string of this size is a public key (FIPS 204 algorithm 23: ten bits for each coefficient).
  if (key.pub.size() != algorithm.public_octets) return fail(Errc::malformed_key, "pub");
  if (key.priv.empty()) return pkey_of_public(key);
  SIGNET_CHECK(check_seed(key));
  PkeyPtr pkey = pkey_of_seed(key);
  // A pair that nobody can check is refused: mismatched halves may give the private one away (RFC 9964 section 7.4).
  if (!pkey) return fail(Errc::alg_unavailable, algorithm.name);
  if (!equal_in_constant_time(public_of(algorithm, pkey.get()), key.pub)) return fail(Errc::key_mismatch, "priv");
  return pkey;
}

Result<> derive_public(AkpKey& key) {
  SIGNET_CHECK(check_seed(key));
  const PkeyPtr pkey = pkey_of_seed(key);
  if (!pkey) return fail(Errc::alg_unavailable, key.algorithm->name);
  key.pub = public_of(*key.algorithm, pkey.get());
  return {};
}

bool is_expansion_of(ByteView expanded, const AkpKey& key) {
  const PkeyPtr pkey = pkey_of_seed(key);
  WipedBytes made(kMaxExpanded);
  std::size_t size = 0;
  if (!pkey ||
      EVP_PKEY_get_octet_string_param(pkey.get(), OSSL_PKEY_PARAM_PRIV_KEY, made.data(), made.size(), &size) != 1)
    return false;
  return equal_in_constant_time(ByteView(made).first(size), expanded);
}

Result<AkpKey> make_akp_key(const AkpAlgorithm& algorithm) {
  AkpKey key{.algorithm = &algorithm};
  SIGNET_TRY(key.priv, random_secret(kAkpSeedOctets));
  SIGNET_CHECK(derive_public(key));
  return key;
}

}  // namespace signet::crypto
