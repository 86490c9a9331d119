// The jwt-bearer grant: RFC 7523 sections 2.1 and 3.
#include <gtest/gtest.h>

#include <thread>

#include "server/oauth/test_server.h"
#include "signet/jwt.h"

namespace signet::server::test {
namespace {

constexpr std::string_view kGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::string_view kIssuer = "https://ci.example";

Key make_key() {
  return *Key::generate({.alg = "ES256"});
}

class JwtBearer : public testing::Test {
 protected:
  void trust(const std::string& more = {}) {
    server.admin("POST", "/tenants/default/issuers",
                 R"({"issuer":"https://ci.example","jwks":)" + *key.to_public_jwk() +
                     R"(,"subjects":["repo:acme/*","robot"],"scopes":["deploy"])" + more + "}");
  }
  /// An assertion that is good.
  jwt::Builder assertion(std::string_view id = "1") const {
    jwt::Builder builder;
    builder.issuer(kIssuer)
        .subject("repo:acme/web")
        .audience(server.issuer())
        .expires_at(server.now() + std::chrono::minutes(2))
        .token_id(id);
    return builder;
  }
  std::string sign(const jwt::Builder& builder) const { return *builder.sign(**key.signer()); }
  net::Response ask(std::string_view text) { return server.token({{"grant_type", kGrant}, {"assertion", text}}); }
  void expect_refused(const jwt::Builder& builder, std::string_view error = "invalid_grant") {
    const net::Response answer = ask(sign(builder));
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(member(answer, "error"), error);
  }

  TestServer server;
  Key key = make_key();
};

TEST_F(JwtBearer, GivesATokenForTheSubject) {
  trust();
  const net::Response answer = ask(sign(assertion()));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(member(answer, "scope"), "deploy");
  const json::Document claims = payload_of(member(answer, "access_token"));
  EXPECT_EQ(text(claims.root(), "sub"), "repo:acme/web");
  EXPECT_EQ(text(claims.root(), "client_id"), kIssuer);
  // The audience of the assertion is never that of the token.
  EXPECT_EQ(text(claims.root(), "aud"), server.issuer() + "/api");
  EXPECT_FALSE(text(claims.root(), "grant_id").empty());
}

TEST_F(JwtBearer, TakesEachAssertionOnce) {
  trust();
  const std::string text = sign(assertion());
  EXPECT_EQ(ask(text).status, 200);
  const net::Response again = ask(text);
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(member(again, "error"), "invalid_grant");
  server.restart();
  EXPECT_EQ(ask(text).status, 400);
  EXPECT_EQ(ask(sign(assertion("2"))).status, 200);
}

TEST_F(JwtBearer, OneOfFiftyAtOnceWins) {
  trust();
  const std::string text = sign(assertion());
  ask(sign(assertion("0")));  // the tenant is in memory
  std::atomic<int> granted = 0;
  std::atomic<int> refused = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(50);
    for (int i = 0; i < 50; ++i)
      threads.emplace_back([&] {
        const net::Response answer = ask(text);
        if (answer.status == 200) ++granted;
        if (answer.status == 400 && member(answer, "error") == "invalid_grant") ++refused;
      });
  }
  EXPECT_EQ(granted, 1);
  EXPECT_EQ(refused, 49);
}

TEST_F(JwtBearer, MayBeUsedAgainWhereTheTenantSaysSo) {
  trust(R"(,"single_use":false)");
  const std::string assertion_text = sign(assertion());
  const std::string first = member(ask(assertion_text), "access_token");
  const std::string second = member(ask(assertion_text), "access_token");
  ASSERT_FALSE(second.empty());
  // What came from one assertion is one family.
  EXPECT_EQ(text(payload_of(first).root(), "grant_id"), text(payload_of(second).root(), "grant_id"));
  EXPECT_NE(text(payload_of(first).root(), "jti"), text(payload_of(second).root(), "jti"));
}

TEST_F(JwtBearer, RefusesWhatIsNotForItNotOfNowOrNotOfTheSubjects) {
  trust();
  expect_refused(assertion().issuer("https://evil.example"));
  expect_refused(assertion().audience("https://other.example"));
  expect_refused(assertion().audience(server.issuer() + "/oauth2/token"));
  const std::string issuer = server.issuer();
  const std::string_view one[] = {issuer};
  expect_refused(assertion().audience(one));
  const std::string_view two[] = {issuer, "https://other.example"};
  expect_refused(assertion().audience(two));
  expect_refused(assertion().expires_at(server.now() - std::chrono::minutes(1)));
  expect_refused(assertion().expires_at(server.now() + std::chrono::hours(1)));
  expect_refused(assertion().not_before(server.now() + std::chrono::minutes(1)));
  expect_refused(assertion().subject("repo:evil/web"));
  expect_refused(assertion().subject("repo:acme"));
  expect_refused(assertion().subject("robot2"));
  expect_refused(assertion().subject("a robot"));
  expect_refused(assertion().typ("at+jwt"));
  jwt::Builder without;
  without.issuer(kIssuer).subject("robot").audience(server.issuer()).expires_at(server.now() + std::chrono::minutes(1));
  expect_refused(without);  // no jti
}

TEST_F(JwtBearer, TakesAnArrayOfOneWhereThatIsSaid) {
  trust(R"(,"aud_array":"one")");
  const std::string issuer = server.issuer();
  const std::string_view one[] = {issuer};
  EXPECT_EQ(ask(sign(assertion().audience(one))).status, 200);
  const std::string_view two[] = {issuer, "https://other.example"};
  expect_refused(assertion("2").audience(two));
}

TEST_F(JwtBearer, RefusesSignaturesOfOthers) {
  trust();
  const Key other = make_key();
  const net::Response answer = ask(*assertion().sign(**other.signer()));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(member(answer, "error"), "invalid_grant");
  EXPECT_EQ(member(server.token({{"grant_type", kGrant}, {"assertion", "a.b.c"}}), "error"), "invalid_grant");
  EXPECT_EQ(member(server.token({{"grant_type", kGrant}}), "error"), "invalid_request");
}

TEST_F(JwtBearer, WithASecretThatBothShare) {
  server.admin("POST", "/tenants/default/issuers",
               R"({"issuer":"https://ci.example","subjects":["robot"],"secret":"0123456789abcdef0123456789abcdef"})");
  const auto secret = Key::from_octets(Secret::copy_of(as_bytes("0123456789abcdef0123456789abcdef")));
  const std::string good = *assertion().subject("robot").sign(**secret->signer(*find_signature_algorithm("HS256")));
  EXPECT_EQ(ask(good).status, 200);
  // An asymmetric signature is none of this issuer.
  EXPECT_EQ(ask(sign(assertion("2").subject("robot"))).status, 400);
  EXPECT_EQ(server
                .try_admin("POST", "/tenants/default/issuers",
                           R"({"issuer":"https://b.example","subjects":["x"],"secret":"short"})")
                .status,
            400);
}

TEST_F(JwtBearer, MapsClaimsOfTheAssertion) {
  trust(R"(,"claims":{"dept":"$assertion.department","team":"$assertion./org/team","missing":"$assertion.nothing"})");
  const net::Response answer =
      ask(sign(assertion().claim("department", "build").claim_json("org", R"({"team":"blue"})")));
  const json::Document claims = payload_of(member(answer, "access_token"));
  EXPECT_EQ(text(claims.root(), "dept"), "build");
  EXPECT_EQ(text(claims.root(), "team"), "blue");
  EXPECT_FALSE(claims.root().find("missing"));
}

TEST_F(JwtBearer, AClientGetsNoMoreThanItMayHave) {
  trust(R"(,"client_required":true)");
  EXPECT_EQ(member(ask(sign(assertion())), "error"), "invalid_client");
  const NewClient client = server.client(R"("grants":["jwt-bearer"],"scopes":["read"])");
  const net::Response answer =
      server.token({{"grant_type", kGrant}, {"assertion", sign(assertion("2"))}}, {basic(client.id, client.secret)});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(member(answer, "scope"), "");
  EXPECT_EQ(text(payload_of(member(answer, "access_token")).root(), "client_id"), client.id);
}

}  // namespace
}  // namespace signet::server::test
