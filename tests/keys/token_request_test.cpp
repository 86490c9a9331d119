// What a token endpoint is asked, and how the client shows who it is.
#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include <gmock/gmock.h>

#include "keys/token_request.h"
#include "signet/algorithm.h"
#include "signet/jwk_set.h"
#include "signet/jwt.h"
#include "signet/profiles.h"
#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::Pair;

class TokenRequestTest : public TokenTest {
 protected:
  HttpRequest sent_by(TokenSourceOptions with) const {
    serve(token("one"));
    EXPECT_EQ(get(*open(std::move(with))), "one");
    return world->last_request();
  }
  TokenSourceOptions with(ClientAuthentication authentication) const {
    TokenSourceOptions options = TokenTest::options();
    options.issuer = kTokenIssuer;
    options.authentication = std::move(authentication);
    return options;
  }
  /// As a token server verifies it.
  Result<jwt::Verified> verify(const std::string& assertion, const Key& key, std::string_view algorithm) const {
    const auto verifier = jwt::Verifier::build(jwt::Policy()
                                                   .profile(*jwt::find_profile("client-assertion"))
                                                   .issuer("client-1")
                                                   .audience(kTokenIssuer)
                                                   .algorithms({algorithm})
                                                   .typ_jwt(),
                                               JwkSet::of(std::array{key}));
    if (!verifier) return std::unexpected(verifier.error());
    jwt::Context context;
    context.client_id = "client-1";
    return verifier->verify(assertion, world->now(), context);
  }
};

constexpr std::string_view kAssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

TEST_F(TokenRequestTest, BasicEncodesBothHalves) {
  TokenSourceOptions basic = with(ClientAuthentication::secret_basic(secret_of("p:%w d+\xc3\xa4")));
  basic.client_id = "a:b c";
  const HttpRequest request = sent_by(std::move(basic));
  // a%3Ab+c:p%3A%25w+d%2B%C3%A4
  EXPECT_EQ(sent_field(request, "Authorization"), "Basic YSUzQWIrYzpwJTNBJTI1dytkJTJCJUMzJUE0");
  EXPECT_EQ(request.body, "grant_type=client_credentials");
}

TEST_F(TokenRequestTest, PostHasTheSecretInTheBody) {
  const HttpRequest request = sent_by(with(ClientAuthentication::secret_post(secret_of(kClientSecret))));
  EXPECT_EQ(sent_field(request, "Authorization"), "");
  EXPECT_THAT(form_of(request), ElementsAre(Pair("client_id", "client-1"), Pair("client_secret", kClientSecret),
                                            Pair("grant_type", "client_credentials")));
}

TEST_F(TokenRequestTest, NoneNamesTheClient) {
  const HttpRequest request = sent_by(with({}));
  EXPECT_EQ(sent_field(request, "Authorization"), "");
  EXPECT_THAT(form_of(request), ElementsAre(Pair("client_id", "client-1"), Pair("grant_type", "client_credentials")));
}

TEST_F(TokenRequestTest, PrivateKeyJwtIsOneThatOurVerifierTakes) {
  const Key key = Key::generate({.alg = "ES256"}).value();
  auto form = form_of(sent_by(with(ClientAuthentication::private_key(key.signer().value()))));
  EXPECT_EQ(form["client_assertion_type"], kAssertionType);
  EXPECT_FALSE(form.contains("client_id"));
  EXPECT_FALSE(form.contains("client_secret"));
  const auto verified = verify(form["client_assertion"], key, "ES256");
  ASSERT_TRUE(verified) << outcome(verified);
  const jwt::Claims& claims = verified->claims();
  EXPECT_EQ(claims.subject(), "client-1");
  EXPECT_EQ(claims.audience().json()->string(), kTokenIssuer);
  EXPECT_EQ(claims.issued_at(), world->now());
  EXPECT_EQ(claims.expires_at(), world->now() + seconds(60));
  EXPECT_EQ(claims.token_id()->size(), 22U);  // 128 bits
  const auto looked_at = jwt::Unverified::decode(form["client_assertion"]);
  ASSERT_TRUE(looked_at);
  EXPECT_EQ(looked_at->header().find("kid")->string(), key.info().kid);
}

TEST_F(TokenRequestTest, SecretJwtIsOneThatOurVerifierTakes) {
  for (const std::string_view algorithm : {"HS256", "HS384", "HS512"}) {
    const std::string secret(64, 's');
    auto authentication = ClientAuthentication::secret_jwt(secret_of(secret), algorithm);
    ASSERT_TRUE(authentication) << outcome(authentication);
    auto form = form_of(sent_by(with(*std::move(authentication))));
    EXPECT_EQ(form["client_assertion_type"], kAssertionType);
    const Key key = Key::from_octets(secret_of(secret)).value();
    const auto verified = verify(form["client_assertion"], key, algorithm);
    EXPECT_TRUE(verified) << outcome(verified);
    const Key other = Key::from_octets(secret_of(std::string(64, 'o'))).value();
    EXPECT_EQ(outcome(verify(form["client_assertion"], other, algorithm)), "bad_signature");
  }
}

TEST_F(TokenRequestTest, EachRequestHasANewAssertion) {
  const Key key = Key::generate({.alg = "EdDSA"}).value();
  const TokenSourceOptions options = with(ClientAuthentication::private_key(key.signer().value()));
  const std::string first = form_of(sent_by(options))["client_assertion"];
  const std::string second = form_of(sent_by(options))["client_assertion"];
  const auto jti = [&](const std::string& assertion) {
    return std::string(*verify(assertion, key, "EdDSA").value().claims().token_id());
  };
  EXPECT_NE(jti(first), jti(second));
}

TEST_F(TokenRequestTest, AssertionsOfARenewalAreDatedByTheTimeOfDay) {
  const Key key = Key::generate({.alg = "ES256"}).value();
  const auto source = open(with(ClientAuthentication::private_key(key.signer().value())));
  serve(token("one"));
  const Duration ahead = std::chrono::hours(1);  // the clock of the wall and that of the source need not agree
  EXPECT_EQ(shown(source->get(world->now() + ahead)), "one");
  world->advance(seconds(81));
  ASSERT_EQ(world->sent(), 2U);
  const std::string assertion = form_of(world->last_request())["client_assertion"];
  const auto claims = jwt::Unverified::decode(assertion);
  ASSERT_TRUE(claims);
  const std::int64_t issued = claims->payload().find("iat")->integer().value();
  const Timestamp when{seconds(issued)};
  EXPECT_GE(when, FakeWorld::kStart + ahead + seconds(75));
  EXPECT_LE(when, FakeWorld::kStart + ahead + seconds(80));
}

TEST_F(TokenRequestTest, SaysWhatTheTokenIsFor) {
  TokenSourceOptions options = with(ClientAuthentication::secret_basic(secret_of(kClientSecret)));
  options.scopes = {"read", "write:all"};
  options.resources = {"https://a.example/", "urn:b"};
  options.audiences = {"api one", "two"};
  options.authorization_details = R"([{"type":"t"}])";
  EXPECT_THAT(form_of(sent_by(options)),
              ElementsAre(Pair("audience", "api one|two"), Pair("authorization_details", R"([{"type":"t"}])"),
                          Pair("grant_type", "client_credentials"), Pair("resource", "https://a.example/|urn:b"),
                          Pair("scope", "read write:all")));
}

TEST_F(TokenRequestTest, TheGrantOfRfc7523CarriesAnAssertion) {
  TokenSourceOptions options = with({});
  options.client_id = "";
  options.assertion = [](Timestamp) -> Result<Secret> { return secret_of("a.b.c"); };
  EXPECT_THAT(
      form_of(sent_by(options)),
      ElementsAre(Pair("assertion", "a.b.c"), Pair("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")));
}

TEST_F(TokenRequestTest, AssertionsAreSigned) {
  const Key key = Key::generate({.alg = "ES256"}).value();
  TokenSourceOptions options = with({});
  options.assertion =
      signed_assertions(
          key.signer().value(),
          {.issuer = "https://idp.example", .subject = "alice", .audience = kTokenIssuer, .lifetime = minutes(2)})
          .value();
  auto form = form_of(sent_by(options));
  const auto verifier = jwt::Verifier::build(
      jwt::Policy().issuer("https://idp.example").audience(kTokenIssuer).algorithms({"ES256"}).typ_jwt(),
      JwkSet::of(std::array{key}));
  ASSERT_TRUE(verifier);
  const auto verified = verifier->verify(form["assertion"], world->now());
  ASSERT_TRUE(verified) << outcome(verified);
  EXPECT_EQ(verified->claims().subject(), "alice");
  EXPECT_EQ(verified->claims().expires_at(), world->now() + minutes(2));
}

TEST_F(TokenRequestTest, AssertionsAreBounded) {
  const std::shared_ptr<const Signer> signer = Key::generate({.alg = "ES256"}).value().signer().value();
  const AssertionOptions good{.issuer = "i", .subject = "s", .audience = "a"};
  const auto outcome_of = [&](const AssertionOptions& options) { return outcome(signed_assertions(signer, options)); };
  EXPECT_EQ(outcome_of(good), "ok");
  EXPECT_EQ(outcome(signed_assertions(nullptr, good)), "policy_incomplete(signer)");
  EXPECT_EQ(outcome_of({.subject = "s", .audience = "a"}), "policy_incomplete(iss)");
  EXPECT_EQ(outcome_of({.issuer = "i", .audience = "a"}), "policy_incomplete(sub)");
  EXPECT_EQ(outcome_of({.issuer = "i", .subject = "s"}), "policy_incomplete(aud)");
  EXPECT_EQ(outcome_of({.issuer = "i", .subject = "s", .audience = "a", .lifetime = minutes(6)}),
            "limit_exceeded(lifetime)");
}

TEST_F(TokenRequestTest, MethodsHaveTheNamesOfTheRegistry) {
  using Method = ClientAuthentication::Method;
  for (const Method method : {Method::none, Method::client_secret_basic, Method::client_secret_post,
                              Method::client_secret_jwt, Method::private_key_jwt})
    EXPECT_EQ(find_client_authentication(name_of(method)), method);
  EXPECT_EQ(name_of(Method::client_secret_jwt), "client_secret_jwt");
  EXPECT_EQ(find_client_authentication("tls_client_auth"), std::nullopt);
}

TEST_F(TokenRequestTest, SecretsThatSignAreLongEnough) {
  EXPECT_EQ(outcome(ClientAuthentication::secret_jwt(secret_of("short"))), "weak_key(k)");
  EXPECT_EQ(outcome(ClientAuthentication::secret_jwt(secret_of(kClientSecret), "ES256")), "key_mismatch(kty)");
  EXPECT_EQ(outcome(ClientAuthentication::secret_jwt(secret_of(kClientSecret), "HS1")), "alg_unknown(alg)");
}

}  // namespace
}  // namespace signet::test
