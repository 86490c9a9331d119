// Rows and keys for the tests of signature algorithms.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/key_material.h"
#include "crypto/signature_algorithm.h"
#include "signet/base64url.h"
#include "support.h"

namespace signet::test {

using crypto::KeyMaterial;
using Verifying = std::unique_ptr<const PreparedVerify>;
using Signing = std::unique_ptr<const PreparedSign>;

inline const SignatureAlgorithm& row(std::string_view name) {
  const SignatureAlgorithm* found = find_signature_algorithm(name);
  EXPECT_NE(found, nullptr) << name;
  return *found;
}

/// A number as a JWK has it: without leading zero octets.
inline Bytes number_from_hex(std::string_view hex) {
  Bytes octets = from_hex(hex.size() % 2 == 0 ? std::string(hex) : "0" + std::string(hex));
  while (octets.size() > 1 && octets.front() == 0) octets.erase(octets.begin());
  return octets;
}

/// The same in exactly `size` octets.
inline Bytes sized(Bytes number, std::size_t size) {
  if (number.size() < size) number.insert(number.begin(), size - number.size(), 0);
  EXPECT_EQ(number.size(), size);
  return number;
}

inline Bytes decoded(const json::Value& object, std::string_view member) {
  const auto text = object.find(member);
  return text ? base64url::decode(text->string().value()).value() : Bytes{};
}
inline Secret secret(const Bytes& octets) {
  return Secret::copy_of(octets);
}

/// The members of a JWK that are key material.
inline Result<KeyMaterial::Ptr> material_from_jwk(const json::Value& jwk) {
  const auto get = [&](std::string_view member) { return decoded(jwk, member); };
  const std::string_view kty = jwk.find("kty")->string().value();
  if (kty == "oct") return KeyMaterial::from_octets(secret(get("k")));
  if (kty == "RSA") {
    return KeyMaterial::from_rsa({.n = get("n"),
                                  .e = get("e"),
                                  .d = secret(get("d")),
                                  .p = secret(get("p")),
                                  .q = secret(get("q")),
                                  .dp = secret(get("dp")),
                                  .dq = secret(get("dq")),
                                  .qi = secret(get("qi"))});
  }
  const auto* curve = crypto::find_curve(jwk.find("crv")->string().value());
  return KeyMaterial::from_curve({.curve = curve, .x = get("x"), .y = get("y"), .d = secret(get("d"))});
}

/// As signet::Key does it: fitness first, then the row.
inline Result<Verifying> prepare_verify(std::string_view alg, const KeyMaterial::Ptr& key) {
  const SignatureAlgorithm& algorithm = row(alg);
  if (auto fit = crypto::check_fit(algorithm, *key); !fit) return std::unexpected(fit.error());
  return algorithm.prepare_verify(algorithm, key);
}
inline Result<Signing> prepare_sign(std::string_view alg, const KeyMaterial::Ptr& key) {
  const SignatureAlgorithm& algorithm = row(alg);
  if (auto fit = crypto::check_fit(algorithm, *key); !fit) return std::unexpected(fit.error());
  return algorithm.prepare_sign(algorithm, key);
}

/// A key made for the row; one for all RSA rows, since making one takes long.
inline KeyMaterial::Ptr generated(std::string_view alg) {
  const SignatureAlgorithm& algorithm = row(alg);
  if (algorithm.kty == KeyType::oct) return KeyMaterial::generate_octets(algorithm.generated_octets).value();
  if (algorithm.kty == KeyType::akp) return KeyMaterial::generate_akp(*crypto::find_akp_algorithm(alg)).value();
  if (algorithm.kty != KeyType::rsa)
    return KeyMaterial::generate_curve(*crypto::find_curve(algorithm.curves.front())).value();
  static const KeyMaterial::Ptr rsa = KeyMaterial::generate_rsa(2048).value();
  return rsa;
}

/// The names of all rows that this libcrypto has.
inline std::vector<std::string_view> all_rows() {
  std::vector<std::string_view> names;
  for (const SignatureAlgorithm* algorithm : crypto::signature_rows())
    if (algorithm->available()) names.push_back(algorithm->name);
  return names;
}

/// Names of tests have no hyphen.
inline std::string test_name(std::string_view alg) {
  std::string name(alg);
  std::erase(name, '-');
  return name;
}

}  // namespace signet::test
