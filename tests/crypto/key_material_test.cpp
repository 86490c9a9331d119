// What all kinds of key material have in common: making, comparing, public halves, and the keys printed in RFCs.
#include "crypto/key_material.h"

#include "crypto/random.h"
#include "crypto/x509.h"
#include "key_support.h"

namespace signet::test {
namespace {

TEST(Curves, AreTheRegisteredOnes) {
  const crypto::Curve* curve = crypto::find_curve("P-521");
  ASSERT_NE(curve, nullptr);
  EXPECT_EQ(curve->octets, 66u);
  EXPECT_EQ(curve->bits, 521u);
  EXPECT_EQ(crypto::find_curve("Ed25519")->type, KeyType::okp);
  for (const std::string_view name :
       {"", "p-256", "P-256 ", "secp256K1", "x25519", "ED448", "P-192", "brainpoolP256r1"})
    EXPECT_EQ(crypto::find_curve(name), nullptr) << name;
}

TEST(KeyTypes, HaveTheNamesOfJwk) {
  EXPECT_EQ(name_of(KeyType::oct), "oct");
  EXPECT_EQ(name_of(KeyType::rsa), "RSA");
  EXPECT_EQ(name_of(KeyType::ec), "EC");
  EXPECT_EQ(name_of(KeyType::okp), "OKP");
  EXPECT_EQ(name_of(KeyType::akp), "AKP");
}

TEST(Generate, EveryCurve) {
  for (const std::string_view name : {"P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448", "X25519", "X448"}) {
    const auto key = KeyMaterial::generate_curve(*crypto::find_curve(name));
    ASSERT_EQ(outcome(key), "ok") << name;
    EXPECT_TRUE((*key)->is_private());
    EXPECT_EQ((*key)->curve()->name, name);
    EXPECT_NE((*key)->pkey(), nullptr);
    EXPECT_EQ(outcome((*key)->check_deep()), "ok") << name;
    const auto other = KeyMaterial::generate_curve(*crypto::find_curve(name));
    EXPECT_FALSE(crypto::same_public_key(**key, **other));
  }
}

TEST(Generate, RsaWithinTheLimits) {
  for (const unsigned bits : {0u, 8u, 1024u, 2040u, 2047u, 2049u, 8193u, 8200u, 1u << 20})
    EXPECT_EQ(outcome(KeyMaterial::generate_rsa(bits)), "limit_exceeded(bits)") << bits;
  const auto key = KeyMaterial::generate_rsa(2048);
  ASSERT_EQ(outcome(key), "ok");
  EXPECT_EQ((*key)->bits(), 2048u);
  EXPECT_EQ((*key)->rsa().e, (Bytes{1, 0, 1}));
  EXPECT_EQ(outcome((*key)->check_deep()), "ok");
}

TEST(Generate, OctetsWithinTheLimits) {
  EXPECT_EQ(outcome(KeyMaterial::generate_octets(0)), "limit_exceeded(octets)");
  EXPECT_EQ(outcome(KeyMaterial::generate_octets(crypto::kMaxOctetKey + 1)), "limit_exceeded(octets)");
  const auto key = KeyMaterial::generate_octets(32);
  ASSERT_EQ(outcome(key), "ok");
  EXPECT_EQ((*key)->octets().size(), 32u);
  EXPECT_EQ((*key)->bits(), 256u);
  EXPECT_EQ((*key)->pkey(), nullptr);
  EXPECT_TRUE((*key)->is_private());
  EXPECT_EQ(outcome((*key)->check_deep()), "ok");
}

TEST(Random, IsAsLongAsAskedAndDiffers) {
  const auto a = crypto::random_secret(32), b = crypto::random_secret(32);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->size(), 32u);
  EXPECT_NE(text_of(*a), text_of(*b));
}

TEST(PublicHalf, HasNoPrivateNumbers) {
  for (const std::string name :
       {"rsa2048", "p256", "p384", "p521", "secp256k1", "ed25519", "ed448", "x25519", "x448"}) {
    const KeyPtr key = pem_key(name + ".pkcs8");
    const auto half = key->public_half();
    ASSERT_EQ(outcome(half), "ok") << name;
    EXPECT_FALSE((*half)->is_private());
    EXPECT_TRUE((*half)->rsa().d.empty() && (*half)->rsa().p.empty() && (*half)->rsa().qi.empty());
    EXPECT_TRUE((*half)->on_curve().d.empty());
    EXPECT_EQ((*half)->bits(), key->bits());
    EXPECT_TRUE(crypto::same_public_key(*key, **half));
    EXPECT_EQ(outcome((*half)->check_deep()), "ok") << name;
  }
}

TEST(PublicHalf, IsRefusedToSymmetricKeys) {
  EXPECT_EQ(outcome((*KeyMaterial::generate_octets(32))->public_half()), "symmetric_key(kty)");
}

TEST(SamePublicKey, ComparesTypesAndNumbers) {
  const KeyPtr rsa = pem_key("rsa2048.spki"), rsa3 = pem_key("rsa3072_e3.spki"), ec = pem_key("p256.spki");
  const KeyPtr ed = pem_key("ed25519.spki"), p384 = pem_key("p384.spki"), k1 = pem_key("secp256k1.spki");
  const KeyPtr ed448 = pem_key("ed448.spki"), x = pem_key("x25519.spki"), x448 = pem_key("x448.spki");
  for (const KeyPtr& a : {rsa, rsa3, ec, ed, p384, k1, ed448, x, x448})
    for (const KeyPtr& b : {rsa, rsa3, ec, ed, p384, k1, ed448, x, x448})
      EXPECT_EQ(crypto::same_public_key(*a, *b), a == b);
  const auto k = KeyMaterial::from_octets(Secret::copy_of(as_bytes("0123456789abcdef")));
  const auto same = KeyMaterial::from_octets(Secret::copy_of(as_bytes("0123456789abcdef")));
  const auto other = KeyMaterial::from_octets(Secret::copy_of(as_bytes("0123456789abcdeg")));
  EXPECT_TRUE(crypto::same_public_key(**k, **same));
  EXPECT_FALSE(crypto::same_public_key(**k, **other));
}

void expect_jwk(const json::Value& jwk, bool is_private) {
  const auto key = jwk_material(jwk);
  ASSERT_EQ(outcome(key), "ok") << jwk.source();
  EXPECT_EQ((*key)->is_private(), is_private) << jwk.source();
  EXPECT_EQ(name_of((*key)->type()), *jwk.find("kty")->string());
}

// RFC 7517 appendix A, RFC 7638 section 3.1, RFC 8037 appendix A; RFC 7520 section 3.
TEST(RfcKeys, AreAccepted) {
  int seen = 0;
  for (const std::string name : {"rfc7517", "rfc7638", "rfc8037"}) {
    const json::Document document = parse_vector("rfc-jose/" + name + ".json");
    for (const json::Value test : document.root().find("cases")->elements()) {
      std::vector<json::Value> keys;
      if (const auto set = test.find("jwks")) {
        for (const json::Value key : set->find("keys")->elements()) keys.push_back(key);
      }
      for (const std::string_view member : {"jwk", "key", "recipient", "epk"})
        if (const auto key = test.find(member)) keys.push_back(*key);
      for (const json::Value key : keys) {
        expect_jwk(key, key.find("d").has_value() || key.find("k").has_value());
        ++seen;
      }
    }
  }
  EXPECT_EQ(seen, 15);
  for (const std::string name : {"3_1.ec_public_key", "3_3.rsa_public_key"})
    expect_jwk(parse_vector("rfc7520-cookbook/jwk/" + name + ".json").root(), false);
  for (const std::string name : {"3_2.ec_private_key", "3_4.rsa_private_key", "3_5.symmetric_key_mac_computation"})
    expect_jwk(parse_vector("rfc7520-cookbook/jwk/" + name + ".json").root(), true);
}

// RFC 8037 appendices A.6 and A.7: the ephemeral secrets belong to their epk, and to no other.
TEST(RfcKeys, SecretsOfX25519AndX448) {
  const json::Document document = parse_vector("rfc-jose/rfc8037.json");
  int seen = 0;
  for (const json::Value test : document.root().find("cases")->elements()) {
    const auto text = test.find("ephemeral_secret_hex");
    if (!text) continue;
    const auto with_d = [&](std::string_view member) {
      return outcome(KeyMaterial::from_curve({.curve = crypto::find_curve(*test.find("crv")->string()),
                                              .x = jwk_octets(*test.find(member), "x"),
                                              .d = Secret::copy_of(from_hex(*text->string()))}));
    };
    EXPECT_EQ(with_d("epk"), "ok");
    EXPECT_EQ(with_d("recipient"), "key_mismatch(d)");
    ++seen;
  }
  EXPECT_EQ(seen, 2);
}

}  // namespace
}  // namespace signet::test
