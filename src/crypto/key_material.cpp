#include "crypto/key_material.h"

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/akp_key.h"
#include "crypto/curve_key.h"
#include "crypto/libcrypto.h"
#include "crypto/octet_hygiene.h"
#include "crypto/okp_point.h"
#include "crypto/random.h"
#include "crypto/rsa_key.h"
#include "try.h"

namespace signet {

std::string_view name_of(KeyType type) noexcept {
  constexpr std::array<std::string_view, 5> kNames = {"oct", "RSA", "EC", "OKP", "AKP"};
  return kNames[static_cast<std::size_t>(type)];
}

namespace crypto {
namespace {

// The object identifiers are of RFC 5480 section 2.1.1.1, SEC 2 section A.2 (secp256k1) and RFC 8410 section 3.
constexpr Curve kCurves[] = {
    {"P-256", KeyType::ec, "P-256", 256, 32, "\x2a\x86\x48\xce\x3d\x03\x01\x07", nullptr},
    {"P-384", KeyType::ec, "P-384", 384, 48, {"\x2b\x81\x04\x00\x22", 5}, nullptr},
    {"P-521", KeyType::ec, "P-521", 521, 66, {"\x2b\x81\x04\x00\x23", 5}, nullptr},
    {"secp256k1", KeyType::ec, "secp256k1", 256, 32, {"\x2b\x81\x04\x00\x0a", 5}, nullptr},
    {"Ed25519", KeyType::okp, "ED25519", 255, 32, "\x2b\x65\x70", &kEd25519Points},
    {"Ed448", KeyType::okp, "ED448", 448, 57, "\x2b\x65\x71", &kEd448Points},
    {"X25519", KeyType::okp, "X25519", 255, 32, "\x2b\x65\x6e", &kX25519Points},
    {"X448", KeyType::okp, "X448", 448, 56, "\x2b\x65\x6f", &kX448Points},
};

// 2.16.840.1.101.3.4.3.17 to 19.
constexpr AkpAlgorithm kAkpAlgorithms[] = {
    {"ML-DSA-44", "ML-DSA-44", 1312, "\x60\x86\x48\x01\x65\x03\x04\x03\x11"},
    {"ML-DSA-65", "ML-DSA-65", 1952, "\x60\x86\x48\x01\x65\x03\x04\x03\x12"},
    {"ML-DSA-87", "ML-DSA-87", 2592, "\x60\x86\x48\x01\x65\x03\x04\x03\x13"},
};

/// An honest modulus has the ROCA fingerprint by chance once in 2^27 times; then another one is made.
constexpr int kGenerationTries = 3;

}  // namespace

const Curve* find_curve(std::string_view name) noexcept {
  for (const Curve& curve : kCurves)
    if (curve.name == name) return &curve;
  return nullptr;
}

const Curve* find_curve_by_oid(ByteView oid) noexcept {
  for (const Curve& curve : kCurves)
    if (curve.oid == as_text(oid)) return &curve;
  return nullptr;
}

const AkpAlgorithm* find_akp_algorithm(std::string_view name) noexcept {
  for (const AkpAlgorithm& algorithm : kAkpAlgorithms)
    if (algorithm.name == name) return &algorithm;
  return nullptr;
}

const AkpAlgorithm* find_akp_algorithm_by_oid(ByteView oid) noexcept {
  for (const AkpAlgorithm& algorithm : kAkpAlgorithms)
    if (algorithm.oid == as_text(oid)) return &algorithm;
  return nullptr;
}

KeyMaterial::~KeyMaterial() {
  EVP_PKEY_free(pkey_);
}

Result<KeyMaterial::Ptr> KeyMaterial::from_rsa(RsaNumbers numbers) {
  const ErrorDrain drain;
  SIGNET_CHECK(check_rsa_public(numbers));
  const bool is_public = numbers.d.empty() && numbers.p.empty() && numbers.q.empty() && numbers.dp.empty() &&
                         numbers.dq.empty() && numbers.qi.empty();
  if (!is_public) SIGNET_CHECK(complete_rsa_private(numbers));
  PkeyPtr pkey = make_rsa_pkey(numbers);
  if (!pkey) return fail(Errc::malformed_key, "n");
  std::shared_ptr<KeyMaterial> key(new KeyMaterial);
  key->type_ = KeyType::rsa;
  key->private_ = !is_public;
  key->bits_ = static_cast<unsigned>(EVP_PKEY_get_bits(pkey.get()));
  key->rsa_ = std::move(numbers);
  key->pkey_ = pkey.release();
  return key;
}

Result<KeyMaterial::Ptr> KeyMaterial::from_curve(CurveNumbers numbers) {
  const ErrorDrain drain;
  if (numbers.curve == nullptr) return fail(Errc::key_unsupported, "crv");
  SIGNET_CHECK(check_curve_key(numbers));
  PkeyPtr pkey = make_curve_pkey(numbers);
  if (!pkey) return fail(Errc::malformed_key, "x");
  std::shared_ptr<KeyMaterial> key(new KeyMaterial);
  key->type_ = numbers.curve->type;
  key->private_ = !numbers.d.empty();
  key->bits_ = numbers.curve->bits;
  key->curve_ = std::move(numbers);
  key->pkey_ = pkey.release();
  return key;
}

Result<KeyMaterial::Ptr> KeyMaterial::from_octets(Secret octets) {
  if (octets.empty()) return fail(Errc::weak_key, "k");
  if (octets.size() > kMaxOctetKey) return fail(Errc::limit_exceeded, "k");
  //= rfc8725#3.1 a public key must never become the secret of an HMAC
  if (is_key_text(octets.expose())) return fail(Errc::weak_key, "k");
  std::shared_ptr<KeyMaterial> key(new KeyMaterial);
  key->type_ = KeyType::oct;
  key->private_ = true;
  key->bits_ = static_cast<unsigned>(octets.size() * 8);
  key->octets_ = std::move(octets);
  return key;
}

Result<KeyMaterial::Ptr> KeyMaterial::from_akp(AkpKey numbers) {
  const ErrorDrain drain;
  if (numbers.algorithm == nullptr) return fail(Errc::key_unsupported, "alg");
  SIGNET_TRY(PkeyPtr pkey, make_akp_pkey(numbers));
  std::shared_ptr<KeyMaterial> key(new KeyMaterial);
  key->type_ = KeyType::akp;
  key->private_ = !numbers.priv.empty();
  key->bits_ = numbers.algorithm->public_octets * 8;
  key->akp_ = std::move(numbers);
  key->pkey_ = pkey.release();
  return key;
}

Result<KeyMaterial::Ptr> KeyMaterial::generate_rsa(unsigned bits) {
  const ErrorDrain drain;
  if (bits < kMinRsaBits || bits > kMaxRsaBits || bits % 8 != 0) return fail(Errc::limit_exceeded, "bits");
  for (int attempt = 1; attempt < kGenerationTries; ++attempt) {
    SIGNET_TRY(RsaNumbers numbers, make_rsa_numbers(bits));
    if (auto key = from_rsa(std::move(numbers)); key) return key;
  }
  SIGNET_TRY(RsaNumbers numbers, make_rsa_numbers(bits));
  return from_rsa(std::move(numbers));
}

Result<KeyMaterial::Ptr> KeyMaterial::generate_curve(const Curve& curve) {
  const ErrorDrain drain;
  SIGNET_TRY(CurveNumbers numbers, make_curve_numbers(curve));
  return from_curve(std::move(numbers));
}

Result<KeyMaterial::Ptr> KeyMaterial::generate_octets(std::size_t count) {
  if (count == 0 || count > kMaxOctetKey) return fail(Errc::limit_exceeded, "octets");
  SIGNET_TRY(Secret octets, random_secret(count));
  return from_octets(std::move(octets));
}

Result<KeyMaterial::Ptr> KeyMaterial::generate_akp(const AkpAlgorithm& algorithm) {
  const ErrorDrain drain;
  SIGNET_TRY(AkpKey key, make_akp_key(algorithm));
  return from_akp(std::move(key));
}

Result<KeyMaterial::Ptr> KeyMaterial::public_half() const {
  if (type_ == KeyType::oct) return fail(Errc::symmetric_key, "kty");
  if (type_ == KeyType::akp) return from_akp({.algorithm = akp_.algorithm, .pub = akp_.pub});
  if (type_ != KeyType::rsa) return from_curve({.curve = curve_.curve, .x = curve_.x, .y = curve_.y});
  RsaNumbers numbers;
  numbers.n = rsa_.n;
  numbers.e = rsa_.e;
  return from_rsa(std::move(numbers));
}

Result<> KeyMaterial::check_deep() const {
  const ErrorDrain drain;
  // Of an AKP key everything was checked when it was made.
  if (type_ == KeyType::oct || type_ == KeyType::akp) return {};
  if (type_ != KeyType::rsa) return check_curve_deep(curve_, pkey_);
  SIGNET_CHECK(check_rsa_deep(rsa_));
  if (!private_) return {};
  const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey_, nullptr));
  if (!context) return fail(Errc::internal, "rsa");
  if (EVP_PKEY_pairwise_check(context.get()) != 1) return fail(Errc::key_mismatch, "d");
  return {};
}

}  // namespace crypto
}  // namespace signet
