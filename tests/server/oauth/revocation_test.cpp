// Introspection, revocation and the feed of a tenant.
#include <gtest/gtest.h>

#include "keys/feed_page.h"
#include "server/oauth/test_server.h"
#include "signet/jwt.h"

namespace signet::server::test {
namespace {

const FormFields kAsk{{"grant_type", "client_credentials"}};

class Revoking : public testing::Test {
 protected:
  Revoking() {
    client = server.client("");
    api = server.client(R"("introspects":["http://127.0.0.1:8080/default/api"])");
  }
  std::string token() { return member(server.token(kAsk, {basic(client.id, client.secret)}), "access_token"); }
  net::Response introspect(std::string_view token, std::vector<HttpField> more = {}) {
    more.push_back(basic(api.id, api.secret));
    return server.post("/default/oauth2/introspect", {{"token", token}}, std::move(more));
  }
  bool is_active(std::string_view token) { return json_of(introspect(token)).root().find("active")->boolean().value(); }
  /// A page of the feed, verified with the key set.
  jwt::Verified page(std::string_view query) {
    const net::Response answer = server.get("/default/revocations" + std::string(query));
    EXPECT_EQ(answer.status, 200) << answer.body;
    jwt::Policy policy;
    policy.issuer(server.issuer()).any_audience().algorithms({"ES256"}).typ(feed::kPageTyp);
    const auto keys = JwkSet::parse(server.get("/default/.well-known/jwks.json").body);
    auto verified = jwt::Verifier::build(policy, *keys)->verify(answer.body, server.now());
    EXPECT_TRUE(verified) << to_string(verified.error());
    return *std::move(verified);
  }

  TestServer server;
  NewClient client;
  NewClient api;
};

TEST_F(Revoking, IntrospectionTellsTheResourceServerAboutATokenForIt) {
  const std::string good = token();
  const net::Response answer = introspect(good);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json::Document body = json_of(answer);
  EXPECT_EQ(body.root().find("active")->boolean(), true);
  EXPECT_EQ(text(body.root(), "client_id"), client.id);
  EXPECT_EQ(text(body.root(), "token_type"), "Bearer");
  EXPECT_EQ(text(body.root(), "iss"), server.issuer());
}

TEST_F(Revoking, IntrospectionSaysNothingOfWhatIsNotForWhoAsks) {
  constexpr std::string_view kInactive = R"({"active":false})";
  const std::string good = token();
  EXPECT_EQ(introspect("x").body, kInactive);
  EXPECT_EQ(introspect(good + "x").body, kInactive);
  server.clock().move(std::chrono::hours(2));
  EXPECT_EQ(introspect(good).body, kInactive);
  const NewClient other = server.client(R"("introspects":["another"])");
  const net::Response answer =
      server.post("/default/oauth2/introspect", {{"token", token()}}, {basic(other.id, other.secret)});
  EXPECT_EQ(answer.body, kInactive);
  // Who is no resource server is told that, and who does not authenticate gets nothing.
  EXPECT_EQ(
      member(server.post("/default/oauth2/introspect", {{"token", good}}, {basic(client.id, client.secret)}), "error"),
      "unauthorized_client");
  EXPECT_EQ(server.post("/default/oauth2/introspect", {{"token", good}}).status, 401);
}

TEST_F(Revoking, IntrospectionIsSignedOnRequest) {
  const net::Response answer = introspect(token(), {{"Accept", "application/token-introspection+jwt"}});
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(*net::find_field(answer.fields, "Content-Type"), "application/token-introspection+jwt");
  EXPECT_EQ(text(header_of(answer.body).root(), "typ"), "token-introspection+jwt");
  const json::Document claims = payload_of(answer.body);
  EXPECT_EQ(text(claims.root(), "aud"), api.id);
  EXPECT_EQ(claims.root().find("token_introspection")->find("active")->boolean(), true);
}

TEST_F(Revoking, OfATokenReachesIntrospectionAndTheFeedAtOnce) {
  const std::string bad = token();
  const std::string good = token();
  EXPECT_TRUE(is_active(bad));
  const net::Response answer =
      server.post("/default/oauth2/revoke", {{"token", bad}}, {basic(client.id, client.secret)});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_FALSE(is_active(bad));
  EXPECT_TRUE(is_active(good));
  const jwt::Verified verified = page("?since=0");
  const auto read = feed::read_page(verified.claims());
  ASSERT_TRUE(read) << to_string(read.error());
  ASSERT_EQ(read->entries.size(), 1U);
  EXPECT_EQ(read->entries.front().revocation.value, text(payload_of(bad).root(), "jti"));
  server.restart();
  EXPECT_FALSE(is_active(bad));
  EXPECT_TRUE(is_active(good));
}

TEST_F(Revoking, IsForTheClientOfTheToken) {
  const std::string good = token();
  const NewClient other = server.client("");
  const net::Response refused =
      server.post("/default/oauth2/revoke", {{"token", good}}, {basic(other.id, other.secret)});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(member(refused, "error"), "unauthorized_client");
  EXPECT_TRUE(is_active(good));
  //= rfc7009#2.2 invalid tokens do not cause an error response
  EXPECT_EQ(server.post("/default/oauth2/revoke", {{"token", "x"}}, {basic(client.id, client.secret)}).status, 200);
  EXPECT_EQ(server.post("/default/oauth2/revoke", {}, {basic(client.id, client.secret)}).status, 400);
}

TEST_F(Revoking, OfASubjectHitsWhatWasIssuedBefore) {
  const std::string before = token();
  server.admin("POST", "/tenants/default/revocations", R"({"sub":")" + client.id + "\"}");
  EXPECT_FALSE(is_active(before));
  server.clock().move(std::chrono::seconds(1));
  EXPECT_TRUE(is_active(token()));
  EXPECT_EQ(server.try_admin("POST", "/tenants/default/revocations", R"({"kid":"x"})").status, 400);
  EXPECT_EQ(server.try_admin("POST", "/tenants/default/revocations", R"({"sub":"a","jti":"b"})").status, 400);
}

TEST_F(Revoking, OfAKeyEndsItAndSignsThePageWithAnother) {
  const std::string before = token();
  const std::string kid = text(header_of(before).root(), "kid");
  server.admin("POST", "/tenants/default/keys/revoke", R"({"kid":")" + kid + "\"}");
  EXPECT_FALSE(is_active(before));
  EXPECT_FALSE(server.get("/default/.well-known/jwks.json").body.contains(kid));
  const std::string after = token();
  EXPECT_NE(text(header_of(after).root(), "kid"), kid);
  EXPECT_TRUE(is_active(after));
  const jwt::Verified verified = page("?since=0");
  EXPECT_TRUE(feed::read_page(verified.claims())->names_kid(kid));
  EXPECT_NE(verified.key_id(), kid);
}

TEST_F(Revoking, LastsAsLongAsAnyTokenWhateverTheTenantIsSetToNow) {
  server.admin("PATCH", "/tenants/default", R"({"token_lifetime":"7d","max_token_lifetime":"7d"})");
  const std::string stolen = token();
  server.admin("PATCH", "/tenants/default", R"({"token_lifetime":"10s","max_token_lifetime":"10s"})");
  server.admin("POST", "/tenants/default/revocations", R"({"sub":")" + client.id + "\"}");
  server.clock().move(std::chrono::hours(24 * 6));
  EXPECT_FALSE(is_active(stolen));
}

TEST_F(Revoking, WhoHasAnApisSecretCannotRevokeWhatIsNotItsOwn) {
  server.admin("POST", "/tenants/default/apis", R"({"audience":"old","alg":"HS256"})");
  const NewClient old = server.client(R"("apis":["old"])");
  const net::Response answer =
      server.token({{"grant_type", "client_credentials"}, {"audience", "old"}}, {basic(old.id, old.secret)});
  const net::Response refused =
      server.post("/default/oauth2/revoke", {{"token", member(answer, "access_token")}}, {basic(old.id, old.secret)});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(member(refused, "error"), "unsupported_token_type");
}

TEST_F(Revoking, TheFeedHoldsARequestUntilThereIsNews) {
  const std::string bad = token();
  std::atomic<bool> is_answered = false;
  net::Request request{.method = "GET", .target = "/default/revocations?since=0&wait=30"};
  request.fields = {{"Host", "127.0.0.1:8080"}};
  request.path = "/default/revocations";
  request.query = "since=0&wait=30";
  std::string body;
  server.application().door().answer(request, net::Pending([&](net::Response response) {
                                       body = std::move(response.body);
                                       is_answered = true;
                                       is_answered.notify_all();
                                     }));
  EXPECT_FALSE(is_answered);
  server.post("/default/oauth2/revoke", {{"token", bad}}, {basic(client.id, client.secret)});
  is_answered.wait(false);
  EXPECT_EQ(payload_of(body).root().find("to")->integer(), 1);
}

TEST_F(Revoking, TheFeedRefusesWhatIsNoQuery) {
  EXPECT_EQ(server.get("/default/revocations?since=x").status, 400);
  EXPECT_EQ(server.get("/default/revocations?since=-1").status, 400);
  EXPECT_EQ(payload_of(server.get("/default/revocations?since=999").body).root().find("from")->integer(), 0);
}

}  // namespace
}  // namespace signet::server::test
