// Keys and numbers for the tests of key material.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "crypto/key_content.h"
#include "crypto/key_material.h"
#include "crypto/key_pem.h"
#include "signet/base64url.h"
#include "support.h"

namespace signet::test {

using crypto::CurveNumbers;
using crypto::KeyMaterial;
using crypto::RsaNumbers;
using KeyPtr = KeyMaterial::Ptr;

inline Result<crypto::KeyContent> read_pem_vector(const std::string& name) {
  return crypto::read_pem(read_vector("keys/" + name + ".pem"));
}

/// A key of tests/vectors/keys that must be fine.
inline KeyPtr pem_key(const std::string& name) {
  auto key = read_pem_vector(name);
  EXPECT_EQ(outcome(key), "ok") << name;
  return key ? key->material : nullptr;
}

inline Secret copy(const Secret& secret) {
  return Secret::copy_of(secret.expose());
}

inline RsaNumbers copy(const RsaNumbers& from) {
  return {.n = from.n,
          .e = from.e,
          .d = copy(from.d),
          .p = copy(from.p),
          .q = copy(from.q),
          .dp = copy(from.dp),
          .dq = copy(from.dq),
          .qi = copy(from.qi)};
}

inline CurveNumbers copy(const CurveNumbers& from) {
  return {.curve = from.curve, .x = from.x, .y = from.y, .d = copy(from.d)};
}

/// The same secret with one bit of its last octet changed.
inline Secret altered(const Secret& secret, std::uint8_t bit = 1) {
  WipedBytes bytes(secret.expose().begin(), secret.expose().end());
  bytes.back() ^= bit;
  return Secret(std::move(bytes));
}

inline Secret with_prefix(const Secret& secret, std::size_t zeros, std::uint8_t first = 0) {
  WipedBytes bytes(zeros, first);
  bytes.insert(bytes.end(), secret.expose().begin(), secret.expose().end());
  return Secret(std::move(bytes));
}

inline std::string text_of(const Secret& secret) {
  return std::string(as_text(secret.expose()));
}

/// A member of a JWK as octets; empty when it is not there.
inline Bytes jwk_octets(const json::Value& jwk, std::string_view name) {
  const auto member = jwk.find(name);
  if (!member) return {};
  auto octets = base64url::decode(member->string().value_or("*"));
  EXPECT_TRUE(octets) << name;
  return octets ? *std::move(octets) : Bytes();
}

/// Key material of a JWK, without the rules of JSON that belong to another layer.
inline Result<KeyPtr> jwk_material(const json::Value& jwk) {
  const auto secret = [&](std::string_view name) { return Secret::copy_of(jwk_octets(jwk, name)); };
  const auto kty = jwk.find("kty")->string().value_or("");
  if (kty == "oct") return KeyMaterial::from_octets(secret("k"));
  if (kty == "RSA") {
    return KeyMaterial::from_rsa({.n = jwk_octets(jwk, "n"),
                                  .e = jwk_octets(jwk, "e"),
                                  .d = secret("d"),
                                  .p = secret("p"),
                                  .q = secret("q"),
                                  .dp = secret("dp"),
                                  .dq = secret("dq"),
                                  .qi = secret("qi")});
  }
  return KeyMaterial::from_curve({.curve = crypto::find_curve(jwk.find("crv")->string().value_or("")),
                                  .x = jwk_octets(jwk, "x"),
                                  .y = jwk_octets(jwk, "y"),
                                  .d = secret("d")});
}

}  // namespace signet::test
