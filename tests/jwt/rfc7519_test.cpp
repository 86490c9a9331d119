// The examples of RFC 7519.
#include "token_fixture.h"

namespace signet::test {
namespace {

struct Example {
  std::string token;
  std::optional<JwkSet> keys;
};

Example example(std::string_view id) {
  const json::Document document = parse_vector("rfc-jose/rfc7519.json");
  for (const json::Value entry : document.root().find("cases")->elements()) {
    if (entry.find("id")->string() != id) continue;
    Example found{.token = std::string(*entry.find("token")->string()), .keys = {}};
    if (entry.find("key")->is_object()) {
      const Key key = Key::from_jwk(*entry.find("key")).value();
      found.keys = JwkSet::of(std::span(&key, 1));
    }
    return found;
  }
  ADD_FAILURE() << id;
  return {};
}

jwt::Policy policy() {
  return jwt::Policy().issuer("joe").any_audience().algorithms({"HS256"}).typ_jwt().require("exp").leeway(Duration(0));
}

TEST(Rfc7519, Section31Example) {
  const Example jwt = example("7519-3.1");
  const jwt::Verifier checked = jwt::Verifier::build(policy(), jwt.keys.value()).value();
  EXPECT_EQ(verdict(checked, jwt.token, at(1300819379)), "ok");
  EXPECT_EQ(verdict(checked, jwt.token, at(1300819380)), "token_expired(exp)");
  const jwt::Verified token = checked.verify(jwt.token, at(1300819379)).value();
  EXPECT_EQ(token.claims().issuer(), "joe");
  EXPECT_EQ(token.claims().expires_at(), at(1300819380));
  EXPECT_EQ(token.claims().find("http://example.com/is_root")->boolean(), true);
}

TEST(Rfc7519, Section61UnsecuredIsRefused) {
  const jwt::Verifier checked = jwt::Verifier::build(policy(), example("7519-3.1").keys.value()).value();
  EXPECT_EQ(verdict(checked, example("7519-6.1").token, at(1300819379)), "malformed_token(signature)");
}

TEST(Rfc7519, AppendixAEncryptedAndNestedAreOtherForms) {
  const jwt::Verifier checked = jwt::Verifier::build(policy(), example("7519-3.1").keys.value()).value();
  for (const auto* id : {"7519-A.1", "7519-A.2"})
    EXPECT_EQ(verdict(checked, example(id).token, at(1300819379)), "malformed_token(segments)") << id;
}

}  // namespace
}  // namespace signet::test
