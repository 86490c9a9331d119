// JWK out, public halves, and thumbprints.
#include <gmock/gmock.h>

#include "jose_support.h"

namespace signet::test {
namespace {

std::vector<std::string> names_of(std::string_view jwk) {
  const auto document = json::Document::parse(jwk).value();
  std::vector<std::string> names;
  for (const auto& [name, value] : document.root().members()) names.emplace_back(name);
  return names;
}
std::string private_text(const Key& key) {
  return text_of(key.to_private_jwk()->expose());
}

TEST(JwkWrite, MembersStandInOneOrder) {
  const auto document = parse_vector("rfc-jose/rfc7517.json");
  KeyInfo info = Key::from_jwk(*find_case(document, "7517-B").find("jwk"))->info();
  info.use = "sig";
  info.key_ops = {"verify"};
  info.alg = "RS256";
  info.x5u = "https://keys.example/cert";
  const Key rsa = with(Key::from_jwk(*find_case(document, "7517-B").find("jwk")).value(), info);
  EXPECT_THAT(names_of(rsa.to_public_jwk().value()),
              testing::ElementsAre("kty", "n", "e", "kid", "use", "key_ops", "alg", "x5u", "x5c"));
  EXPECT_THAT(names_of(private_text(key_for("ES256"))),
              testing::ElementsAre("kty", "crv", "x", "y", "d", "kid", "use", "alg"));
  EXPECT_THAT(names_of(private_text(key_for("RS256"))),
              testing::ElementsAre("kty", "n", "e", "d", "p", "q", "dp", "dq", "qi", "kid", "use", "alg"));
  EXPECT_THAT(names_of(private_text(key_for("EdDSA"))),
              testing::ElementsAre("kty", "crv", "x", "d", "kid", "use", "alg"));
  EXPECT_THAT(names_of(private_text(key_for("HS256"))), testing::ElementsAre("kty", "k", "kid", "use", "alg"));
}

TEST(JwkWrite, WhatIsWrittenIsReadBack) {
  for (const std::string_view alg : {"HS256", "RS256", "ES256", "ES384", "ES512", "EdDSA"}) {
    const std::string text = private_text(key_for(alg));
    EXPECT_EQ(private_text(Key::from_jwk(text).value()), text) << alg;
    if (alg == "HS256") continue;
    const std::string shown_text = key_for(alg).to_public_jwk().value();
    EXPECT_EQ(Key::from_jwk(shown_text)->to_public_jwk().value(), shown_text) << alg;
  }
}

// Row 20.
TEST(Attack20, PublicFormsHoldNothingPrivate) {
  for (const std::string_view alg : {"RS256", "ES256", "ES512", "EdDSA"}) {
    const Key& key = key_for(alg);
    const auto document = json::Document::parse(private_text(key)).value();
    const std::string jwk = key.to_public_jwk().value();
    const std::string set = set_of({key}).to_public_json().value();
    EXPECT_EQ(jwk, key.public_key()->to_public_jwk().value());
    EXPECT_EQ(set, "{\"keys\":[" + jwk + "]}");
    for (const std::string_view name : {"d", "p", "q", "dp", "dq", "qi"}) {
      const auto member = document.root().find(name);
      if (!member) continue;
      EXPECT_EQ(jwk.find(*member->string()), std::string::npos) << alg << " " << name;
      EXPECT_EQ(set.find(*member->string()), std::string::npos) << alg << " " << name;
    }
    EXPECT_FALSE(key.public_key()->is_private());
    EXPECT_EQ(outcome(key.public_key()->to_private_jwk()), "private_key(d)");
    EXPECT_EQ(outcome(key.public_key()->to_private_pem(PemForm::pkcs8)), "private_key(d)");
  }
}

TEST(Attack20, SymmetricKeysHaveNoPublicForm) {
  const Key& key = key_for("HS256");
  EXPECT_EQ(outcome(key.public_key()), "symmetric_key(kty)");
  EXPECT_EQ(outcome(key.to_public_jwk()), "symmetric_key(kty)");
  EXPECT_EQ(outcome(key.to_public_pem()), "symmetric_key(kty)");
  EXPECT_EQ(outcome(key.to_private_pem(PemForm::pkcs8)), "symmetric_key(kty)");
  EXPECT_EQ(outcome(key.to_spki()), "symmetric_key(kty)");
  EXPECT_EQ(outcome(key.spki_thumbprint()), "symmetric_key(kty)");
  EXPECT_EQ(outcome(set_of({with(key, {.kid = "mac"})}).to_public_json()), "symmetric_key(mac)");
  EXPECT_EQ(outcome(set_of({shown(key_for("ES256")), with(key, {})}).to_public_json()), "symmetric_key(1)");
}

TEST(JwkWrite, PublicOperationsTakeThePlaceOfPrivateOnes) {
  const auto ops = [](std::vector<std::string> operations) {
    return with(key_for("ES256"), {.key_ops = std::move(operations)}).public_key()->info().key_ops;
  };
  EXPECT_THAT(ops({"sign"}), testing::ElementsAre("verify"));
  EXPECT_THAT(ops({"sign", "verify"}), testing::ElementsAre("verify"));
  EXPECT_THAT(ops({"decrypt", "unwrapKey", "audit"}), testing::ElementsAre("encrypt", "wrapKey", "audit"));
  const Key odd = with(shown(key_for("ES256")), {.key_ops = {"sign"}});
  EXPECT_THAT(odd.public_key()->info().key_ops, testing::ElementsAre("sign")) << "a public key is left as it is";
  EXPECT_NE(with(key_for("ES256"), {.key_ops = {"sign"}}).to_public_jwk()->find(R"("key_ops":["verify"])"),
            std::string::npos);
}

TEST(Thumbprint, Rfc7638AndRfc9278) {
  const auto document = parse_vector("rfc-jose/rfc7638.json");
  const json::Value example = find_case(document, "7638-3.1");
  const Key key = Key::from_jwk(*example.find("jwk")).value();
  EXPECT_EQ(key.thumbprint(), text_at(example, "/thumbprint"));
  EXPECT_EQ(key.thumbprint_uri(), text_at(example, "/uri_rfc9278"));
}

TEST(Thumbprint, Rfc8037) {
  const auto document = parse_vector("rfc-jose/rfc8037.json");
  const json::Value example = find_case(document, "8037-A.3");
  EXPECT_EQ(Key::from_jwk(*example.find("jwk"))->thumbprint(), text_at(example, "/thumbprint"));
}

TEST(Thumbprint, MembersAreInLexicographicOrder) {
  // Computed with sha256sum over {"crv":"P-256","kty":"EC","x":...,"y":...} and {"k":"AQID","kty":"oct"}.
  const auto document = parse_vector("rfc-jose/rfc7517.json");
  const json::Value set = *find_case(document, "7517-A.1").find("jwks");
  EXPECT_EQ(Key::from_jwk(*set.at_pointer("/keys/0"))->thumbprint(), "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
  EXPECT_EQ(Key::from_jwk(R"({"kty":"oct","k":"AQID","kid":"x"})")->thumbprint(),
            "xyzL7E2wxRsksrybor1iIah92PHMUlEgSf_CGV1lwBc");
}

TEST(Thumbprint, PrivateAndPublicHalvesHaveTheSame) {
  for (const std::string_view alg : {"RS256", "ES256", "EdDSA"}) {
    const Key& key = key_for(alg);
    EXPECT_EQ(key.thumbprint(), key.public_key()->thumbprint());
    EXPECT_EQ(key.spki_thumbprint().value(), key.public_key()->spki_thumbprint().value());
    EXPECT_NE(key.thumbprint(), key.spki_thumbprint().value());
  }
}

}  // namespace
}  // namespace signet::test
