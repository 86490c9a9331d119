// Agreement and derivation as printed: RFC 7518 appendix C, RFC 8037 appendices A.6 and A.7; and Wycheproof's X25519.
#include "crypto/key_agreement.h"

#include <algorithm>
#include <stdexcept>

#include "crypto/concat_kdf.h"
#include "signature_support.h"

namespace signet::test {
namespace {

std::string text(const json::Value& object, std::string_view name) {
  const auto found = object.find(name);
  return found ? std::string(found->string().value_or("")) : std::string();
}

json::Value example(const json::Document& document, std::string_view id) {
  for (const json::Value found : document.root().find("cases")->elements())
    if (found.find("id")->string() == id) return found;
  throw std::invalid_argument(std::string(id));
}

TEST(Rfc7518, AppendixC) {
  const json::Document document = parse_vector("rfc-jose/rfc7518.json");
  const json::Value printed = example(document, "7518-C");
  const auto ephemeral = material_from_jwk(*printed.find("ephemeral_key")).value();
  const auto fixed = material_from_jwk(*printed.find("static_key")).value();
  const auto z = crypto::agree(*ephemeral, *fixed->public_half().value());
  ASSERT_TRUE(z) << outcome(z);
  EXPECT_EQ(base64url::encode(z->expose()), text(printed, "Z_b64u"));
  const Bytes apu = decoded(printed, "apu");
  const Bytes apv = decoded(printed, "apv");
  const auto key = crypto::concat_kdf(*z, {.algorithm = "A128GCM", .apu = apu, .apv = apv}, 16);
  ASSERT_TRUE(key) << outcome(key);
  EXPECT_EQ(base64url::encode(key->expose()), text(printed, "derived_key_b64u"));
  // The recipient comes to the same.
  const auto other = crypto::agree(*fixed, *ephemeral->public_half().value());
  EXPECT_EQ(base64url::encode(other->expose()), text(printed, "Z_b64u"));
}

// NIST SP 800-56A: the counter goes on where one digest is not enough.
TEST(ConcatKdf, GoesOnBehindOneDigest) {
  const Secret z = secret(from_hex("000102030405060708090a0b0c0d0e0f"));
  const auto shorter = crypto::concat_kdf(z, {.algorithm = "A256GCM", .apu = {}, .apv = {}}, 32);
  const auto longer = crypto::concat_kdf(z, {.algorithm = "A256GCM", .apu = {}, .apv = {}}, 64);
  ASSERT_TRUE(shorter && longer);
  EXPECT_EQ(longer->size(), 64u);
  // The length is part of what is hashed, so that one is no beginning of the other.
  EXPECT_FALSE(std::ranges::equal(shorter->expose(), longer->expose().first(32)));
}

TEST(Rfc8037, AppendicesA6AndA7) {
  const json::Document document = parse_vector("rfc-jose/rfc8037.json");
  for (const char* id : {"8037-A.6", "8037-A.7"}) {
    const json::Value printed = example(document, id);
    const crypto::Curve* curve = crypto::find_curve(text(printed, "crv"));
    const auto recipient = material_from_jwk(*printed.find("recipient")).value();
    const auto ephemeral = KeyMaterial::from_curve({.curve = curve,
                                                    .x = decoded(*printed.find("epk"), "x"),
                                                    .y = {},
                                                    .d = secret(from_hex(text(printed, "ephemeral_secret_hex")))});
    ASSERT_TRUE(ephemeral) << id << outcome(ephemeral);
    const auto z = crypto::agree(**ephemeral, *recipient);
    ASSERT_TRUE(z) << id << outcome(z);
    EXPECT_TRUE(std::ranges::equal(z->expose(), from_hex(text(printed, "Z_hex")))) << id;
  }
}

// What is of small order or not canonical is no key of ours, so it is refused before anything is agreed on.
TEST(Wycheproof, X25519Agreement) {
  const json::Document document = parse_vector("wycheproof/x25519_jwk_test.json");
  int agreed = 0;
  int refused = 0;
  for (const json::Value group : document.root().find("testGroups")->elements()) {
    for (const json::Value test : group.find("tests")->elements()) {
      const auto own = material_from_jwk(*test.find("private"));
      const json::Value jwk = *test.find("public");
      // What makes a JWK one of X25519 is asked by the layer above.
      const bool is_x25519 = text(jwk, "kty") == "OKP" && text(jwk, "crv") == "X25519" && jwk.find("x");
      const auto peer = is_x25519 ? material_from_jwk(jwk) : fail(Errc::key_unsupported, "crv");
      const auto z = own && peer ? crypto::agree(**own, **peer) : fail(Errc::decryption_failed, "token");
      if (!z) {
        EXPECT_NE(test.find("result")->string(), "valid") << *test.find("tcId")->number_text();
        ++refused;
        continue;
      }
      EXPECT_TRUE(std::ranges::equal(z->expose(), from_hex(text(test, "shared")))) << *test.find("tcId")->number_text();
      ++agreed;
    }
  }
  EXPECT_EQ(agreed + refused, 531);
  EXPECT_GE(agreed, 264);
  EXPECT_GE(refused, 13 + 31);
}

}  // namespace
}  // namespace signet::test
