// The signatures that RFC 7515, RFC 8037 and RFC 8032 print.
#include "signature_support.h"

namespace signet::test {
namespace {

struct Example {
  const char* file;
  std::string_view id;
  std::string_view alg;
  bool deterministic;
};

class RfcSignature : public testing::TestWithParam<Example> {};

TEST_P(RfcSignature, VerifiesAndIsMadeAgain) {
  const auto& [file, id, alg, deterministic] = GetParam();
  const json::Document document = parse_vector(std::string("rfc-jose/") + file);
  for (const json::Value example : document.root().find("cases")->elements()) {
    if (example.find("id")->string() != id) continue;
    const KeyMaterial::Ptr key = material_from_jwk(*example.find("key")).value();
    const std::string token(example.find("token")->string().value());
    const std::string input = token.substr(0, token.rfind('.'));
    Bytes signature = base64url::decode(token.substr(token.rfind('.') + 1)).value();

    const Verifying verifier = prepare_verify(alg, key).value();
    EXPECT_TRUE(verifier->verify(as_bytes(input), signature));
    EXPECT_FALSE(verifier->verify(as_bytes(input + "."), signature));

    const Bytes made = prepare_sign(alg, key).value()->sign(as_bytes(input)).value();
    EXPECT_EQ(made == signature, deterministic);
    EXPECT_TRUE(verifier->verify(as_bytes(input), made));
    signature.back() ^= 1;
    EXPECT_FALSE(verifier->verify(as_bytes(input), signature));
    return;
  }
  FAIL() << "no example " << id;
}

INSTANTIATE_TEST_SUITE_P(Printed, RfcSignature,
                         testing::Values(Example{"rfc7515.json", "7515-A.1", "HS256", true},
                                         Example{"rfc7515.json", "7515-A.2", "RS256", true},
                                         Example{"rfc7515.json", "7515-A.3", "ES256", false},
                                         Example{"rfc7515.json", "7515-A.4", "ES512", false},
                                         Example{"rfc8037.json", "8037-A.4", "EdDSA", true},
                                         Example{"rfc8037.json", "8037-A.4", "Ed25519", true}));

// RFC 8032 sections 7.1 and 7.4: key pairs, and signatures made again octet for octet. The one with a context is no
// signature of ours (RFC 8037 section 3.1: the context is empty).
TEST(RfcSignature, OfRfc8032) {
  const json::Document document = parse_vector("rfc8032/rfc8032.json");
  int made = 0, refused = 0;
  for (const json::Value example : document.root().find("cases")->elements()) {
    const auto hex = [&](std::string_view name) { return from_hex(example.find(name)->string().value()); };
    const std::string_view alg = example.find("alg")->string().value();
    const auto key = KeyMaterial::from_curve(
        {.curve = crypto::find_curve(alg), .x = hex("public"), .y = {}, .d = secret(hex("secret"))});
    ASSERT_EQ(outcome(key), "ok");
    const Bytes message = hex("message"), signature = hex("signature");
    const bool has_context = example.find("context").has_value();
    for (const std::string_view name : {std::string_view("EdDSA"), alg}) {
      EXPECT_EQ(prepare_verify(name, *key).value()->verify(message, signature), !has_context);
      EXPECT_EQ(prepare_sign(name, *key).value()->sign(message).value() == signature, !has_context);
    }
    ++(has_context ? refused : made);
  }
  EXPECT_EQ(made, 13);
  EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace signet::test
