// New keys: an algorithm's name decides type, curve and size.
#include <string>
#include <utility>

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

// Where an algorithm leaves its curve open, this one is meant.
constexpr std::string_view kDefaultCurve = "Ed25519";
constexpr std::size_t kRandomKidOctets = 16;

Result<const crypto::Curve*> choose_curve(const SignatureAlgorithm& row, std::string_view wanted) {
  const std::string_view fixed = row.crv;
  if (!fixed.empty() && !wanted.empty() && wanted != fixed) return fail(Errc::key_unsupported, "crv");
  const std::string_view name = !fixed.empty() ? fixed : !wanted.empty() ? wanted : kDefaultCurve;
  const crypto::Curve* curve = crypto::find_curve(name);
  if (curve == nullptr || curve->type != row.kty) return fail(Errc::key_unsupported, "crv");
  return curve;
}

Result<KeyMaterial::Ptr> generate_material(const SignatureAlgorithm& row, const KeySpec& spec) {
  if (row.kty == KeyType::oct || row.kty == KeyType::rsa) {
    if (!spec.crv.empty()) return fail(Errc::key_unsupported, "crv");
    if (row.kty == KeyType::oct) return KeyMaterial::generate_octets(row.generated_octets);
    if (spec.rsa_bits < kMinRsaBits || spec.rsa_bits > kMaxRsaBits || spec.rsa_bits % 8 != 0) {
      return fail(Errc::limit_exceeded, "bits");
    }
    return KeyMaterial::generate_rsa(spec.rsa_bits);
  }
  SIGNET_TRY(const crypto::Curve* curve, choose_curve(row, spec.crv));
  return KeyMaterial::generate_curve(*curve);
}

/// The thumbprint of a symmetric key is a hash of the secret, so its kid is random.
Result<std::string> choose_kid(const KeyMaterial& key) {
  if (key.type() != KeyType::oct) return jose::thumbprint_of(key);
  SIGNET_TRY(const Secret random, crypto::random_secret(kRandomKidOctets));
  return base64url::encode(random.expose());
}

}  // namespace

Result<Key> Key::generate(const KeySpec& spec) {
  const SignatureAlgorithm* row = find_signature_algorithm(spec.alg);
  if (row == nullptr) return fail_on_input(Errc::alg_unknown, spec.alg);
  if (!row->available()) return fail(Errc::alg_unavailable, row->name);
  SIGNET_TRY(KeyMaterial::Ptr material, generate_material(*row, spec));
  KeyInfo info;
  SIGNET_TRY(info.kid, choose_kid(*material));
  info.use = "sig";
  info.alg = row->name;
  return Key(std::make_shared<const KeyState>(KeyState{std::move(material), std::move(info)}));
}

}  // namespace signet
