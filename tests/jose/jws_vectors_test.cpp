// Printed examples: RFC 7515 appendix A, RFC 8037 appendix A, RFC 7520 sections 3 and 4.1 to 4.4.
#include "jose_support.h"

namespace signet::test {
namespace {

struct Example {
  Key key;
  std::string alg, token, payload;
};

Example rfc_example(const std::string& file, std::string_view id) {
  const auto document = parse_vector("rfc-jose/" + file);
  const json::Value example = find_case(document, id);
  return {Key::from_jwk(*example.find("key")).value(), std::string(text_at(example, "/alg")),
          std::string(text_at(example, "/token")),
          text_of(base64url::decode(text_at(example, "/payload_b64u")).value())};
}

Example cookbook_example(const std::string& file) {
  const auto document = parse_vector("rfc7520-cookbook/jws/" + file);
  const json::Value root = document.root();
  return {Key::from_jwk(*root.at_pointer("/input/key")).value(), std::string(text_at(root, "/input/alg")),
          std::string(text_at(root, "/output/compact")), std::string(text_at(root, "/input/payload"))};
}

void expect_verifies(const Example& example) {
  const JwkSet keys = set_of({shown(example.key)});
  const auto verified = jws::verify_compact(example.token, keys, rows({example.alg}));
  ASSERT_EQ(outcome(verified), "ok") << example.token;
  EXPECT_EQ(as_text(verified->payload()), example.payload);
  EXPECT_EQ(verified->algorithm(), example.alg);
  EXPECT_EQ(verified->key_id(), example.key.info().kid);
  // One bit of each segment decides.
  for (const std::size_t at : {std::size_t{3}, example.token.find('.') + 3, example.token.rfind('.') + 3}) {
    std::string changed = example.token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_NE(outcome(jws::verify_compact(changed, keys, rows({example.alg}))), "ok") << at;
  }
}

/// Signing the bytes of the example again gives its signature; only where the algorithm is deterministic.
void expect_same_signature(const Example& example) {
  const std::size_t dot = example.token.rfind('.');
  const auto signature = example.key.signer(row(example.alg)).value()->sign(as_bytes(example.token.substr(0, dot)));
  EXPECT_EQ(base64url::encode(signature.value()), example.token.substr(dot + 1));
}
void expect_same_token(const Example& example) {
  const auto signer = example.key.signer(row(example.alg)).value();
  EXPECT_EQ(jws::sign_compact(as_bytes(example.payload), *signer).value(), example.token);
}

TEST(Rfc7515, A1Hs256) {
  const Example example = rfc_example("rfc7515.json", "7515-A.1");
  expect_verifies(example);
  expect_same_signature(example);
}

TEST(Rfc7515, A2Rs256) {
  const Example example = rfc_example("rfc7515.json", "7515-A.2");
  expect_verifies(example);
  expect_same_token(example);
}

TEST(Rfc7515, A3Es256) {
  expect_verifies(rfc_example("rfc7515.json", "7515-A.3"));
}

TEST(Rfc7515, A4Es512) {
  expect_verifies(rfc_example("rfc7515.json", "7515-A.4"));
}

TEST(Rfc7515, A5AndEAreRefused) {
  const auto document = parse_vector("rfc-jose/rfc7515.json");
  const JwkSet keys = set_of({shown(key_for("ES256"))});
  const auto said = [&](std::string_view id) {
    return outcome(jws::verify_compact(text_at(find_case(document, id), "/token"), keys, rows({"ES256"})));
  };
  EXPECT_EQ(said("7515-A.5"), "malformed_token(signature)");
  EXPECT_EQ(said("7515-E"), "malformed_token(signature)");
}

TEST(Rfc8037, A4Ed25519) {
  const Example example = rfc_example("rfc8037.json", "8037-A.4");
  expect_verifies(example);
  expect_same_token(example);
}

TEST(Rfc7520, Section3KeysComeBackAsTheyWere) {
  for (const std::string file : {"3_1.ec_public_key", "3_2.ec_private_key", "3_3.rsa_public_key", "3_4.rsa_private_key",
                                 "3_5.symmetric_key_mac_computation", "3_6.symmetric_key_encryption"}) {
    const auto document = parse_vector("rfc7520-cookbook/jwk/" + file + ".json");
    const auto key = Key::from_jwk(document.root());
    ASSERT_EQ(outcome(key), "ok") << file;
    const std::string text =
        key->is_private() ? text_of(key->to_private_jwk()->expose()) : key->to_public_jwk().value();
    EXPECT_EQ(json::to_canonical(json::Document::parse(text)->root()).value(),
              json::to_canonical(document.root()).value());
    EXPECT_EQ(outcome(key->check_deep()), "ok") << file;
  }
}

TEST(Rfc7520, Section4) {
  for (const std::string file :
       {"4_1.rsa_v15_signature", "4_2.rsa-pss_signature", "4_3.ecdsa_signature", "4_4.hmac-sha2_integrity_protection"})
    expect_verifies(cookbook_example(file + ".json"));
}

TEST(Rfc7520, Sections4_1And4_4ByteForByte) {
  for (const std::string file : {"4_1.rsa_v15_signature", "4_4.hmac-sha2_integrity_protection"})
    expect_same_token(cookbook_example(file + ".json"));
}

}  // namespace
}  // namespace signet::test
