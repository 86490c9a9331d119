// JWK Sets: RFC 7517 section 5.
#include <gmock/gmock.h>

#include "jose_support.h"

namespace signet::test {
namespace {

std::string json_of(const Key& key) {
  return key.is_private() ? text_of(key.to_private_jwk()->expose()) : key.to_public_jwk().value();
}
std::string set_text(std::initializer_list<std::string> members) {
  std::string text;
  for (const std::string& member : members) text += (text.empty() ? "" : ",") + member;
  return "{\"keys\":[" + text + "]}";
}
/// "ok" or the problem of each member.
std::vector<std::string> problems(const JwkSet& set) {
  std::vector<std::string> said;
  for (const KeySetEntry& entry : set.entries()) {
    EXPECT_NE(entry.key.has_value(), entry.problem.has_value());
    said.push_back(entry.problem ? to_string(*entry.problem) : "ok");
  }
  return said;
}
std::vector<std::string> problems(std::string_view text) {
  return problems(JwkSet::parse(text).value());
}

TEST(JwkSet, TheTopLevelIsStrict) {
  for (const std::string_view text :
       {"[]", "{}", "1", "\"keys\"", R"({"keys":{}})", R"({"keys":null})", R"({"Keys":[]})", R"({"keys":"[]"})"})
    EXPECT_EQ(outcome(JwkSet::parse(text)), "malformed_key_set(keys)") << text;
  EXPECT_EQ(outcome(JwkSet::parse("")), "malformed_json");
  EXPECT_EQ(outcome(JwkSet::parse(R"({"keys":[]} x)")), "malformed_json");
  EXPECT_EQ(outcome(JwkSet::parse(R"({"keys":[],"keys":[]})")), "duplicate_name(keys)");
  EXPECT_EQ(outcome(JwkSet::parse(R"({"keys":[],"key\u0073":[]})")), "duplicate_name(keys)");
  EXPECT_TRUE(JwkSet::parse(R"({"keys":[],"more":{"a":1}})")->entries().empty());
}

TEST(JwkSet, ItIsBounded) {
  EXPECT_EQ(outcome(JwkSet::parse(std::string(kMaxKeySetText + 1, ' '))), "limit_exceeded(bytes)");
  std::string text = "{\"keys\":[0";
  for (std::size_t i = 1; i < kMaxKeySetKeys; ++i) text += ",0";
  EXPECT_EQ(JwkSet::parse(text + "]}")->entries().size(), kMaxKeySetKeys);
  EXPECT_EQ(outcome(JwkSet::parse(text + ",0]}")), "limit_exceeded(keys)");
}

// Row 19, and RFC 7517 section 5: what cannot be used keeps its place.
TEST(Attack19, UnusableMembersArePlaceholders) {
  const Key good = shown(key_for("ES256"));
  const std::string text = set_text(
      {json_of(key_for("HS256")), json_of(key_for("ES256")), json_of(good), "7", "null", R"({"kid":"a"})",
       R"({"kty":"akp","kid":"b"})", R"({"kty":"EC","crv":"P-256","kid":"c","x":"AA","y":"AA"})", R"({"kty":"oct"})",
       R"({"kty":"RSA","kid":7})", R"({"kty":"RSA","n":"AQAB","e":"AQAB","qi":"broken!"})"});
  const JwkSet set = JwkSet::parse(text).value();
  EXPECT_THAT(problems(set),
              testing::ElementsAre("symmetric_key(kty)", "private_key(d)", "ok", "malformed_key(jwk)",
                                   "malformed_key(jwk)", "malformed_key(kty)", "key_unsupported(kty)",
                                   "malformed_key(x)", "symmetric_key(kty)", "malformed_key(kid)", "private_key(qi)"));
  EXPECT_EQ(set.entries()[0].kid, key_for("HS256").info().kid);
  EXPECT_EQ(set.entries()[5].kid, "a");
  EXPECT_EQ(set.entries()[6].kid, "b");
  EXPECT_EQ(set.entries()[7].kid, "c");
  EXPECT_EQ(set.entries()[9].kid, "");
  EXPECT_EQ(set.to_public_json().value(), set_text({json_of(good)}));
}

TEST(Attack20, PrivateMembersOfUnknownTypesAreSeen) {
  EXPECT_THAT(problems(set_text({R"({"kty":"AKP","alg":"ML-DSA-44","pub":"AA","priv":"AA"})",
                                 R"({"kty":"Oct","k":"AA"})", R"({"d":"AA"})", R"({"kty":"AKQ","priv":"AA"})"})),
              testing::ElementsAre("private_key(priv)", "private_key(k)", "private_key(d)", "private_key(priv)"));
}

TEST(JwkSet, AKidThatIsTooLongIsNotKept) {
  const JwkSet set = JwkSet::parse(set_text({R"({"kty":"EC","kid":")" + std::string(257, 'a') + "\"}"})).value();
  EXPECT_THAT(problems(set), testing::ElementsAre("limit_exceeded(kid)"));
  EXPECT_EQ(set.entries()[0].kid, "");
}

TEST(JwkSet, PrivateSetsHoldEverything) {
  const std::string text = set_text({json_of(key_for("HS256")), json_of(key_for("ES256")), R"({"kty":"x"})"});
  EXPECT_THAT(problems(JwkSet::parse_private(text).value()), testing::ElementsAre("ok", "ok", "key_unsupported(kty)"));
  const auto document = json::Document::parse(text).value();
  EXPECT_EQ(JwkSet::parse_private(document.root())->entries().size(), 3u);
  EXPECT_EQ(outcome(JwkSet::parse_private("{}")), "malformed_key_set(keys)");
}

TEST(JwkSet, TheSetsOfRfc7517) {
  const auto document = parse_vector("rfc-jose/rfc7517.json");
  const auto text = [&](std::string_view id) { return std::string(find_case(document, id).find("jwks")->source()); };
  EXPECT_THAT(problems(text("7517-A.1")), testing::ElementsAre("ok", "ok"));
  EXPECT_THAT(problems(text("7517-A.2")), testing::ElementsAre("private_key(d)", "private_key(d)"));
  EXPECT_THAT(problems(text("7517-A.3")), testing::ElementsAre("symmetric_key(kty)", "symmetric_key(kty)"));
  EXPECT_THAT(problems(JwkSet::parse_private(text("7517-A.2")).value()), testing::ElementsAre("ok", "ok"));
  const JwkSet symmetric = JwkSet::parse_private(text("7517-A.3")).value();
  EXPECT_THAT(problems(symmetric), testing::ElementsAre("ok", "ok"));
  EXPECT_EQ(symmetric.entries()[0].key->info().alg, "A128KW");
}

TEST(JwkSet, FilesAreRead) {
  EXPECT_EQ(JwkSet::load(std::string(SIGNET_VECTORS) + "/seed/jwks.json")->entries().size(), 1u);
  const auto missing = JwkSet::load("/nonexistent/jwks.json");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::file_unreadable);
}

TEST(JwkSet, DeclaredAlgorithmsAreThoseOfUsablePublicKeys) {
  const Key ec = shown(key_for("ES256"));
  const JwkSet set = set_of({ec, with(ec, {.alg = "ECDH-ES"}), with(ec, {}), key_for("HS256"), shown(key_for("EdDSA")),
                             shown(key_for("ES256"))});
  std::vector<std::string_view> names;
  const AlgorithmSet algorithms = set.declared_algorithms();
  for (const SignatureAlgorithm* declared : algorithms.rows()) names.push_back(describe(*declared).name);
  EXPECT_THAT(names, testing::ElementsAre("ES256", "EdDSA"));
}

}  // namespace
}  // namespace signet::test
