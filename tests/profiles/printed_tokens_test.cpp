// The tokens that the documents of the profiles print.
#include <string>

#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/profiles.h"
#include "tokens.h"

namespace signet::test {
namespace {

using namespace std::chrono_literals;

std::string_view text(const json::Value& object, std::string_view name) {
  return *object.find(name)->string();
}
JwkSet keys_of(const json::Value& jwk) {
  const Key key = Key::from_jwk(jwk.source()).value();
  return JwkSet::of(std::span(&key, 1));
}

/// The ID Tokens of OpenID Connect Core 1.0, held against what came with them.
class PrintedIdTokens : public testing::Test {
 protected:
  json::Document document = parse_vector("openid-connect-core/tokens.json");
  json::Value root = document.root();
  jwt::Context context = {.client_id = text(root, "client"),
                          .nonce = text(root, "nonce"),
                          .access_token = text(root, "access_token"),
                          .code = text(root, "code")};

  std::string verdict(std::string_view token, const jwt::Context& with) const {
    const Timestamp issued{1311280970s};
    jwt::Policy policy;
    policy.issuer("https://server.example.com").issuer("http://server.example.com").audience(text(root, "client"));
    policy.algorithms({"RS256"}).profile(*jwt::find_profile("openid-id-token")).typ_jwt();
    const auto verifier = jwt::Verifier::build(policy, keys_of(*root.find("provider_key"))).value();
    return outcome(verifier.verify(token, issued + 5s, with));
  }
};

TEST_F(PrintedIdTokens, Hold) {
  std::size_t count = 0;
  for (const json::Value item : root.find("id_tokens")->elements()) {
    EXPECT_EQ(verdict(text(item, "token"), context), "ok") << text(item, "section");
    ++count;
  }
  EXPECT_EQ(count, 5U);
}

TEST_F(PrintedIdTokens, BelongToTheirAccessTokenAndTheirCode) {
  jwt::Context other = context;
  other.access_token = "another";
  other.code = "another";
  for (const json::Value item : root.find("id_tokens")->elements()) {
    const auto shown = jwt::Unverified::decode(text(item, "token")).value();
    const bool at_hash = shown.payload().find("at_hash").has_value();
    const bool c_hash = shown.payload().find("c_hash").has_value();
    const std::string_view expected = at_hash ? "claim_mismatch(at_hash)" : c_hash ? "claim_mismatch(c_hash)" : "ok";
    EXPECT_EQ(verdict(text(item, "token"), other), expected) << text(item, "section");
  }
}

std::string request_verdict(std::string_view object, const json::Value& key, std::string_view client) {
  jwt::Policy policy;
  policy.issuer("s6BhdRkqt3").audience("https://server.example.com").algorithms({"RS256"});
  policy.profile(*jwt::find_profile("jar"));
  const auto verifier = jwt::Verifier::build(policy, keys_of(key)).value();
  return outcome(verifier.verify(object, Timestamp(1700000000s), {.client_id = client}));
}

// RFC 9101 section 4, and OpenID Connect Core 1.0 section 6.1.
TEST(PrintedRequestObjects, HoldForTheirClientAlone) {
  const auto rfc9101 = parse_vector("rfc9101/request-object.json");
  const auto core = parse_vector("openid-connect-core/tokens.json");
  for (const json::Value root : {rfc9101.root(), core.root()}) {
    const std::string_view object = text(root, "request_object");
    EXPECT_EQ(request_verdict(object, *root.find("client_key"), "s6BhdRkqt3"), "ok");
    EXPECT_EQ(request_verdict(object, *root.find("client_key"), "other"), "claim_mismatch(client_id)");
  }
  EXPECT_EQ(request_verdict(text(rfc9101.root(), "request_object"), *core.root().find("client_key"), "s6BhdRkqt3"),
            "bad_signature");
}

// RFC 8417 section 2 prints claims alone, so they are signed here.
TEST(PrintedSets, AreSecurityEventTokens) {
  const auto document = parse_vector("rfc8417/sets.json");
  jwt::Policy policy;
  policy.any_issuer().any_audience().algorithms({"ES256"}).profile(*jwt::find_profile("set"));
  const auto verifier = jwt::Verifier::build(policy, signing_keys()).value();
  for (const json::Value item : document.root().find("sets")->elements()) {
    const std::string token = signed_token(R"({"typ":"secevent+jwt"})", item.find("claims")->source());
    const Timestamp issued{std::chrono::seconds(*item.at_pointer("/claims/iat")->integer())};
    EXPECT_EQ(outcome(verifier.verify(token, issued + 5s)), "ok") << text(item, "section");
    EXPECT_EQ(
        outcome(jwt::Builder().profile(*jwt::find_profile("set")).claims_json(item.find("claims")->source()).payload()),
        "ok")
        << text(item, "section");
  }
}

}  // namespace
}  // namespace signet::test
