// The token endpoint: RFC 6749 with client_credentials.
#include <gtest/gtest.h>

#include <ostream>

#include "server/oauth/test_server.h"

namespace signet::server::test {
namespace {

const FormFields kAsk{{"grant_type", "client_credentials"}};

FormFields with(FormFields form, std::string_view name, std::string_view value) {
  form.emplace_back(name, value);
  return form;
}

TEST(TokenEndpoint, GivesAnAccessTokenOfRfc9068) {
  TestServer server;
  const NewClient client = server.client(R"("scopes":["read","write"],"roles":["auditor"])");
  const net::Response answer = server.token(with(kAsk, "scope", "read"), {basic(client.id, client.secret)});
  ASSERT_EQ(answer.status, 200) << answer.body;
  //= rfc6749#5.1 Cache-Control no-store in any response containing tokens
  EXPECT_EQ(*net::find_field(answer.fields, "Cache-Control"), "no-store");
  EXPECT_EQ(member(answer, "token_type"), "Bearer");
  EXPECT_EQ(member(answer, "scope"), "read");
  EXPECT_EQ(json_of(answer).root().find("expires_in")->integer(), 3600);
  const std::string token = member(answer, "access_token");
  const json::Document header = header_of(token);
  EXPECT_EQ(text(header.root(), "typ"), "at+jwt");
  EXPECT_EQ(text(header.root(), "alg"), "ES256");
  const json::Document claims = payload_of(token);
  EXPECT_EQ(text(claims.root(), "iss"), server.issuer());
  EXPECT_EQ(text(claims.root(), "sub"), client.id);
  EXPECT_EQ(text(claims.root(), "client_id"), client.id);
  EXPECT_EQ(text(claims.root(), "aud"), server.issuer() + "/api");
  EXPECT_EQ(text(claims.root(), "scope"), "read");
  EXPECT_EQ(claims.root().find("roles")->source(), R"(["auditor"])");
  EXPECT_EQ(claims.root().find("iat")->integer(), 1'800'000'000);
  EXPECT_EQ(claims.root().find("exp")->integer(), 1'800'003'600);
  EXPECT_GE(text(claims.root(), "jti").size(), 22U);
}

TEST(TokenEndpoint, VerifiesWithThePublishedKeySet) {
  TestServer server;
  const NewClient client = server.client("");
  const net::Response answer = server.token(kAsk, {basic(client.id, client.secret)});
  const net::Response keys = server.get("/default/.well-known/jwks.json");
  ASSERT_EQ(keys.status, 200);
  EXPECT_EQ(*net::find_field(keys.fields, "Content-Type"), "application/jwk-set+json");
  jwt::Policy policy;
  policy.issuer(server.issuer()).audience(server.issuer() + "/api").algorithms({"ES256"}).typ("at+jwt");
  const auto verifier = jwt::Verifier::build(policy, *JwkSet::parse(keys.body));
  ASSERT_TRUE(verifier);
  EXPECT_TRUE(verifier->verify(member(answer, "access_token"), server.now()));
  EXPECT_FALSE(verifier->verify(member(answer, "access_token"), server.now() + std::chrono::hours(2)));
}

TEST(TokenEndpoint, GrantsAllScopesOfTheClientWhereNoneAreAskedFor) {
  TestServer server;
  const NewClient client = server.client(R"("scopes":["read","write"])");
  EXPECT_EQ(member(server.token(kAsk, {basic(client.id, client.secret)}), "scope"), "read write");
}

struct Refusing {
  std::string_view name;
  FormFields form;
  int status;
  std::string_view error;
};

void PrintTo(const Refusing& refusing, std::ostream* out) {
  *out << refusing.name;
}

class TokenRefusal : public testing::TestWithParam<Refusing> {};

TEST_P(TokenRefusal, IsAnsweredAsTheDocumentsSay) {
  TestServer server;
  const NewClient client = server.client(R"("scopes":["read"])");
  const net::Response answer = server.token(GetParam().form, {basic(client.id, client.secret)});
  EXPECT_EQ(answer.status, GetParam().status) << answer.body;
  EXPECT_EQ(member(answer, "error"), GetParam().error);
  EXPECT_EQ(*net::find_field(answer.fields, "Cache-Control"), "no-store");
}

INSTANTIATE_TEST_SUITE_P(
    All, TokenRefusal,
    testing::Values(
        Refusing{"no_grant_type", {}, 400, "invalid_request"},
        Refusing{"empty_grant_type", {{"grant_type", ""}}, 400, "invalid_request"},
        Refusing{"unknown_grant", {{"grant_type", "password"}}, 400, "unsupported_grant_type"},
        Refusing{"alias_of_a_grant", {{"grant_type", "jwt-bearer"}}, 400, "unsupported_grant_type"},
        Refusing{"grant_of_others",
                 {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"}},
                 400,
                 "unauthorized_client"},
        Refusing{"grant_twice",
                 {{"grant_type", "client_credentials"}, {"grant_type", "client_credentials"}},
                 400,
                 "invalid_request"},
        Refusing{"scope_twice",
                 {{"grant_type", "client_credentials"}, {"scope", "read"}, {"scope", "read"}},
                 400,
                 "invalid_request"},
        Refusing{"scope_of_others", {{"grant_type", "client_credentials"}, {"scope", "write"}}, 400, "invalid_scope"},
        Refusing{
            "one_good_scope", {{"grant_type", "client_credentials"}, {"scope", "read write"}}, 400, "invalid_scope"},
        Refusing{
            "resource_no_uri", {{"grant_type", "client_credentials"}, {"resource", "orders"}}, 400, "invalid_target"},
        Refusing{"resource_fragment",
                 {{"grant_type", "client_credentials"}, {"resource", "https://a.example/#x"}},
                 400,
                 "invalid_target"},
        Refusing{"resource_unknown",
                 {{"grant_type", "client_credentials"}, {"resource", "https://a.example"}},
                 400,
                 "invalid_target"},
        Refusing{
            "audience_unknown", {{"grant_type", "client_credentials"}, {"audience", "orders"}}, 400, "invalid_target"},
        Refusing{"details_no_json",
                 {{"grant_type", "client_credentials"}, {"authorization_details", "x"}},
                 400,
                 "invalid_authorization_details"},
        Refusing{"details_of_others",
                 {{"grant_type", "client_credentials"}, {"authorization_details", R"([{"type":"a"}])"}},
                 400,
                 "invalid_authorization_details"},
        Refusing{"two_ways_to_authenticate",
                 {{"grant_type", "client_credentials"}, {"client_secret", "x"}},
                 400,
                 "invalid_request"},
        Refusing{"another_client_id",
                 {{"grant_type", "client_credentials"}, {"client_id", "other"}},
                 400,
                 "invalid_request"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(TokenEndpoint, WantsAForm) {
  TestServer server;
  const NewClient client = server.client("");
  const std::vector<std::pair<std::string, std::string>> kBodies{
      {"application/json", R"({"grant_type":"client_credentials"})"},
      {"text/plain", "grant_type=client_credentials"},
      {"application/x-www-form-urlencoded", "grant_type=client_credentials&%zz=1"},
      {"application/x-www-form-urlencodedx", "grant_type=client_credentials"}};
  for (const auto& [type, body] : kBodies) {
    net::Request request{.method = "POST", .target = "/default/oauth2/token"};
    request.fields = {{"Content-Type", type}, basic(client.id, client.secret)};
    request.body = body;
    const net::Response answer = server.ask(std::move(request));
    EXPECT_EQ(answer.status, 400) << type;
    EXPECT_EQ(member(answer, "error"), "invalid_request") << type;
  }
}

TEST(TokenEndpoint, TakesNothingFromTheUrl) {
  TestServer server;
  const NewClient client = server.client("");
  const net::Response answer =
      server.post("/default/oauth2/token?grant_type=client_credentials", kAsk, {basic(client.id, client.secret)});
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(server.get("/default/oauth2/token").status, 405);
}

TEST(TokenEndpoint, KeepsTheLimitOfTokensPerSecond) {
  TestServer server;
  server.make_tenant("slow", R"("tokens_per_second":2)");
  const NewClient client = server.client("", "slow");
  const auto ask = [&] { return server.token(kAsk, {basic(client.id, client.secret)}, "slow"); };
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(ask().status, 200);
  const net::Response refused = ask();
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(net::find_field(refused.fields, "Retry-After"), nullptr);
  server.clock().move(std::chrono::seconds(1));
  EXPECT_EQ(ask().status, 200);
}

TEST(TokenEndpoint, ForAnApiWithItsOwnAlgorithmScopesAndLifetime) {
  TestServer server;
  server.make_tenant("acme");
  server.admin("POST", "/tenants/acme/apis",
               R"({"audience":"https://orders.example","alg":"RS256","scopes":["read"],"token_lifetime":"5m"})");
  const NewClient client = server.client(R"("scopes":["read","write"],"apis":["https://orders.example"])", "acme");
  const net::Response answer =
      server.token(with(kAsk, "resource", "https://orders.example"), {basic(client.id, client.secret)}, "acme");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json_of(answer).root().find("expires_in")->integer(), 300);
  EXPECT_EQ(member(answer, "scope"), "read");
  const std::string token = member(answer, "access_token");
  EXPECT_EQ(text(header_of(token).root(), "alg"), "RS256");
  EXPECT_EQ(text(payload_of(token).root(), "aud"), "https://orders.example");
  // The default API is not one of the client's.
  EXPECT_EQ(member(server.token(kAsk, {basic(client.id, client.secret)}, "acme"), "error"), "invalid_target");
}

TEST(TokenEndpoint, SignsForAnApiWithASecretOfItsOwn) {
  TestServer server;
  const json::Document made = server.admin("POST", "/tenants/default/apis", R"({"audience":"legacy","alg":"HS256"})");
  const std::string secret = text(made.root(), "secret");
  ASSERT_GE(secret.size(), 43U);
  const NewClient client = server.client(R"("apis":["legacy"])");
  const net::Response answer = server.token(with(kAsk, "audience", "legacy"), {basic(client.id, client.secret)});
  ASSERT_EQ(answer.status, 200) << answer.body;
  jwt::Policy policy;
  policy.issuer(server.issuer()).audience("legacy").algorithms({"HS256"}).typ("at+jwt");
  const auto key = Key::from_octets(Secret::copy_of(as_bytes(secret)));
  const auto verifier = jwt::Verifier::build(policy, JwkSet::of(std::vector{*key}));
  EXPECT_TRUE(verifier->verify(member(answer, "access_token"), server.now()));
  // It is in no key set.
  EXPECT_FALSE(server.get("/default/.well-known/jwks.json").body.contains("oct"));
}

TEST(TokenEndpoint, MapsClaims) {
  TestServer server;
  server.admin("POST", "/tenants/default/apis",
               R"({"audience":"a","claims":{"plan":"gold","limit":7,"api":"$api.audience"}})");
  const NewClient client = server.client(
      R"("title":"Nightly job","apis":["a"],"claims":{"job":"$client.title","price":"$$5","who":"$token.sub"})");
  const net::Response answer = server.token(with(kAsk, "audience", "a"), {basic(client.id, client.secret)});
  const json::Document claims = payload_of(member(answer, "access_token"));
  EXPECT_EQ(text(claims.root(), "plan"), "gold");
  EXPECT_EQ(claims.root().find("limit")->integer(), 7);
  EXPECT_EQ(text(claims.root(), "api"), "a");
  EXPECT_EQ(text(claims.root(), "job"), "Nightly job");
  EXPECT_EQ(text(claims.root(), "price"), "$5");
  EXPECT_EQ(text(claims.root(), "who"), client.id);
}

TEST(TokenEndpoint, GrantsAuthorizationDetails) {
  TestServer server;
  const NewClient client = server.client(R"("authorization_types":["payment"])");
  constexpr std::string_view kDetails = R"([{"type":"payment","amount":"12.50"}])";
  const net::Response answer =
      server.token(with(kAsk, "authorization_details", kDetails), {basic(client.id, client.secret)});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json_of(answer).root().find("authorization_details")->source(), kDetails);
  EXPECT_EQ(payload_of(member(answer, "access_token")).root().find("authorization_details")->source(), kDetails);
}

}  // namespace
}  // namespace signet::server::test
