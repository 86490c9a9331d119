// New keys: an algorithm's name decides type, curve and size.
#include <algorithm>
#include <string>
#include <utility>

#include "crypto/key_management.h"
#include "crypto/random.h"
#include "crypto/signature_algorithm.h"
#include "jose/jwk_write.h"
#include "jose/key_state.h"
#include "signet/base64url.h"
#include "signet/key.h"
#include "try.h"

namespace signet {
namespace {

using crypto::KeyMaterial;

constexpr std::size_t kRandomKidOctets = 16;

Result<KeyMaterial::Ptr> generate_on_curve(std::span<const std::string_view> curves, std::string_view wanted) {
  // The first one is meant where nothing is said.
  const std::string_view name = wanted.empty() ? curves.front() : wanted;
  if (std::ranges::find(curves, name) == curves.end()) return fail(Errc::key_unsupported, "crv");
  return KeyMaterial::generate_curve(*crypto::find_curve(name));
}

Result<KeyMaterial::Ptr> generate_rsa(unsigned bits) {
  if (bits < kMinRsaBits || bits > kMaxRsaBits || bits % 8 != 0) return fail(Errc::limit_exceeded, "bits");
  return KeyMaterial::generate_rsa(bits);
}

Result<KeyMaterial::Ptr> generate_material(const SignatureAlgorithm& row, const KeySpec& spec) {
  if (!spec.enc.empty()) return fail(Errc::key_unsupported, "enc");
  if (!row.curves.empty()) return generate_on_curve(row.curves, spec.crv);
  if (!spec.crv.empty()) return fail(Errc::key_unsupported, "crv");
  if (row.kty == KeyType::oct) return KeyMaterial::generate_octets(row.generated_octets);
  if (row.kty == KeyType::akp) return KeyMaterial::generate_akp(*crypto::find_akp_algorithm(row.name));
  return generate_rsa(spec.rsa_bits);
}

/// dir: the key has the size that the content encryption wants.
Result<KeyMaterial::Ptr> generate_content_key(std::string_view enc) {
  if (enc.empty()) return fail(Errc::policy_incomplete, "enc");
  const ContentEncryption* row = find_content_encryption(enc);
  if (row == nullptr) return fail_on_input(Errc::alg_unknown, enc);
  if (!row->available()) return fail(Errc::alg_unavailable, row->name);
  return KeyMaterial::generate_octets(row->key_octets);
}

Result<KeyMaterial::Ptr> generate_material(const KeyManagementAlgorithm& row, const KeySpec& spec) {
  if (!row.curves.empty()) {
    if (!spec.enc.empty()) return fail(Errc::key_unsupported, "enc");
    return generate_on_curve(row.curves, spec.crv);
  }
  if (!spec.crv.empty()) return fail(Errc::key_unsupported, "crv");
  if (row.mode == KeyManagementMode::direct_encryption) return generate_content_key(spec.enc);
  if (!spec.enc.empty()) return fail(Errc::key_unsupported, "enc");
  if (row.types.front() == KeyType::rsa) return generate_rsa(spec.rsa_bits);
  // The key of PBES2 is a passphrase, which people choose.
  if (row.key_octets == 0) return fail(Errc::key_unsupported, "alg");
  return KeyMaterial::generate_octets(row.key_octets);
}

/// The thumbprint of a symmetric key is a hash of the secret, so its kid is random.
Result<std::string> choose_kid(const KeyMaterial& key) {
  if (key.type() != KeyType::oct) return jose::thumbprint_of(key);
  SIGNET_TRY(const Secret random, crypto::random_secret(kRandomKidOctets));
  return base64url::encode(random.expose());
}

}  // namespace

Result<Key> Key::generate(const KeySpec& spec) {
  const SignatureAlgorithm* signs = find_signature_algorithm(spec.alg);
  const KeyManagementAlgorithm* manages = find_key_management_algorithm(spec.alg);
  if (signs == nullptr && manages == nullptr) return fail_on_input(Errc::alg_unknown, spec.alg);
  if (signs != nullptr ? !signs->available() : !manages->available()) return fail(Errc::alg_unavailable, spec.alg);
  SIGNET_TRY(KeyMaterial::Ptr material,
             signs != nullptr ? generate_material(*signs, spec) : generate_material(*manages, spec));
  KeyInfo info;
  SIGNET_TRY(info.kid, choose_kid(*material));
  info.use = signs != nullptr ? "sig" : "enc";
  info.alg = spec.alg;
  return Key(std::make_shared<const KeyState>(KeyState{std::move(material), std::move(info)}));
}

}  // namespace signet
