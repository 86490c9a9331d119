// Decisions as proxies see them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/sidecar/fixture.h"
#include "support.h"

namespace signet::server::test {
namespace {

using net::test::Answer;
using signet::test::joined;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kForwarded =
    "X-Forwarded-Proto: https\r\nX-Forwarded-Host: api.example\r\nX-Original-Method: GET\r\nX-Original-URI: "
    "/orders?x=1\r\n"
    "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /orders?x=1\r\n";

class JudgeTest : public SidecarTest {};

TEST_F(JudgeTest, AGoodTokenPassesInEveryDialect) {
  policy_.headers = {{"Remote-User", "sub"}};
  start();
  const std::string fields = bearer(token_with());
  for (const std::string_view target :
       {"/verify/nginx", "/verify/traefik?policy=orders", "/verify/envoy/orders/a/b?c=d"}) {
    const Answer answer = ask(target, fields);
    EXPECT_EQ(answer.status, 200) << target;
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(field_of(answer, "Signet-Subject"), "joe");
    EXPECT_EQ(field_of(answer, "Signet-Scope"), "read");
    EXPECT_EQ(field_of(answer, "Signet-Tenant"), "acme");
    EXPECT_EQ(field_of(answer, "Remote-User"), "joe");
    EXPECT_THAT(field_of(answer, "Signet-Jti"), HasSubstr("token-"));
    EXPECT_EQ(field_of(answer, "Signet-Claims"), "");
  }
  EXPECT_EQ(ask("/verify/envoy/orders", fields, "DELETE").status, 200);
}

TEST_F(JudgeTest, RefusalsSayWhy) {
  policy_.resource = "https://api.example/orders";
  start();
  EXPECT_EQ(ask_nginx(bearer(token_with(R"("scope":"write")"))), "403 scope_insufficient(scope)");
  EXPECT_EQ(ask_nginx(bearer(token_with(R"("scope":"read","aud":"other")"))), "401 claim_mismatch(aud)");
  EXPECT_EQ(ask_nginx(bearer(token_with() + "x")), "401 malformed_token(signature)");
  EXPECT_EQ(ask_nginx(bearer(token_with(R"("scope":"read")", "two"))), "401 key_not_found(kid)");
  EXPECT_EQ(ask_nginx("Authorization: Basic am9lOg==\r\n"), "401");
  EXPECT_EQ(ask_nginx(bearer(token_with()), "?acr=gold"), "401 authentication_insufficient(acr)");
  EXPECT_EQ(ask_nginx(bearer(token_with()), "?scope=read+write"), "403 scope_insufficient(scope)");
  EXPECT_EQ(ask_nginx(bearer(token_with()), "?aud=orders"), "200");
  EXPECT_EQ(ask_nginx(bearer(token_with()), "?aud=other"), "401 claim_mismatch(aud)");
  const Answer nobody = ask("/verify/traefik");
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(field_of(nobody, "WWW-Authenticate"),
            "Bearer realm=\"orders\", scope=\"read\", "
            "resource_metadata=\"https://api.example/.well-known/oauth-protected-resource/orders\"");
  EXPECT_EQ(field_of(nobody, "Cache-Control"), "no-store");
}

TEST_F(JudgeTest, WhatIsPresentedTwiceIsABadRequest) {
  start();
  const std::string twice = bearer(token_with()) + bearer(token_with());
  const Answer plain = ask("/verify/traefik", twice);
  EXPECT_EQ(plain.status, 400);
  EXPECT_EQ(plain.body, R"x({"error":"invalid_request","error_description":"malformed_request(Authorization)"})x");
  EXPECT_EQ(ask_nginx(twice), "403 (400) malformed_request(Authorization)");
  const std::string in_query = joined({"X-Original-URI: /orders?access_token=x\r\n", bearer(token_with())});
  EXPECT_EQ(ask_nginx(in_query), "403 (400) malformed_request(access_token)");
}

TEST_F(JudgeTest, NginxGetsOneChallengeAndAStatusThatItKnows) {
  policy_.dpop.emplace();
  start();
  const Answer answer = ask("/verify/nginx");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(net::test::count(answer.head, "WWW-Authenticate:"), 1);
  EXPECT_THAT(field_of(answer, "WWW-Authenticate"), HasSubstr("\", DPoP realm=\"orders\""));
  EXPECT_EQ(net::test::count(ask("/verify/traefik").head, "WWW-Authenticate:"), 2);
}

TEST_F(JudgeTest, AProxyThatAsksForWhatThereIsNotGetsNoYes) {
  start();
  const std::string good = bearer(token_with());
  for (const std::string_view query :
       {"?policy=other", "?policy=", "?polcy=orders", "?policy=orders&policy=orders", "?max_age=soon",
        "?scope=", "?scope=+", "?acr=%20", "?aud=+", "?aud=orders&aud=other"})
    EXPECT_EQ(ask_nginx(good, query), "403 (500)") << query;
  EXPECT_EQ(ask("/verify/traefik?policy=other", good).status, 500);
  EXPECT_EQ(ask("/verify/", good).status, 404);
  EXPECT_EQ(ask("/verify/nginx/", good).status, 404);
}

TEST_F(JudgeTest, OfSeveralPoliciesOneHasToBeNamed) {
  config_.policies.push_back(policy_);
  config_.policies.back().name = "strict";
  config_.policies.back().demands.scopes = {"admin"};
  start();
  const std::string good = bearer(token_with());
  EXPECT_EQ(ask_nginx(good), "403 (500)");
  EXPECT_EQ(ask_nginx(good, "?policy=orders"), "200");
  EXPECT_EQ(ask_nginx(good, "?policy=strict"), "403 scope_insufficient(scope)");
  EXPECT_EQ(ask("/verify/envoy/orders/strict", good).status, 200);
  EXPECT_EQ(ask("/verify/envoy/strict/orders?policy=orders", good).status, 403);
  EXPECT_EQ(ask("/verify/envoy/x", good).status, 500);
}

TEST_F(JudgeTest, EnvoyAlwaysNamesThePolicyAndNoOtherPath) {
  start();
  const std::string good = bearer(token_with());
  EXPECT_EQ(ask("/verify/envoy/orders/7", good).status, 200);
  EXPECT_EQ(ask("/verify/envoy/orders", good).status, 200);
  EXPECT_EQ(ask("/verify/envoy/orders/...", good).status, 200);
  // Without the name the client's path would be taken for it.
  for (const std::string_view path : {"", "/", "//orders", "/other", "/Orders"})
    EXPECT_EQ(ask(joined({"/verify/envoy", path}), good).status, 500) << path;
  for (const std::string_view path : {"/../x", "/a/..", "/%2e%2E/x", "/.%2e", "/./a", "/a/%2e"})
    EXPECT_EQ(ask(joined({"/verify/envoy/orders", path}), good).status, 400) << path;
}

TEST_F(JudgeTest, ProofsAreForTheUrlThatTheProxyTells) {
  policy_.dpop.emplace();
  start();
  const std::string token = bound_token();
  const auto fields = [&](std::string_view url) { return joined({kForwarded, proven(token, "GET", url)}); };
  EXPECT_EQ(ask("/verify/nginx", fields("https://api.example/orders")).status, 200);
  EXPECT_EQ(ask("/verify/traefik", fields("https://api.example/orders")).status, 200);
  EXPECT_EQ(ask("/verify/envoy/orders/orders?x=1", fields("https://api.example/orders")).status, 200);
  EXPECT_EQ(ask_nginx(fields("https://evil.example/orders")), "401 claim_mismatch(htu)");
  EXPECT_EQ(ask("/verify/envoy/orders/other", fields("https://api.example/orders")).status, 401);
  EXPECT_EQ(ask_nginx(bearer(token)), "401 not_confirmable(jkt)");
  const std::string once = fields("https://api.example/orders");
  EXPECT_EQ(ask_nginx(once), "200");
  EXPECT_EQ(ask_nginx(once), "401 replayed(jti)");
  // A field that came twice says nothing that counts: one of the two is not the proxy's.
  EXPECT_EQ(ask_nginx(joined({fields("https://api.example/orders"), "X-Original-URI: /orders\r\n"})), "403 (400)");
  // Nor does a target that is none, or that another reader may cut short.
  for (const std::string_view target : {"*", "orders", "https://api.example/orders", "/orders#/../admin", "/a b"})
    EXPECT_EQ(ask_nginx(joined({"X-Original-URI: ", target, "\r\n", bearer(token_with())})), "403 (400)") << target;
}

TEST_F(JudgeTest, AProofIsForNothingThatWasNotTold) {
  policy_.dpop.emplace();
  policy_.origin = "https://api.example";
  start();
  const std::string token = bound_token();
  for (const std::string_view url : {"https://api.example", "https://api.example/"})
    EXPECT_EQ(ask_nginx(joined({"X-Original-Method: GET\r\n", proven(token, "GET", url)})), "401 claim_mismatch(htu)");
}

TEST_F(JudgeTest, TheOriginOfThePolicyGoesFirst) {
  policy_.dpop.emplace();
  policy_.origin = "https://api.example";
  start();
  const std::string fields =
      joined({"X-Forwarded-Proto: http\r\nX-Forwarded-Host: evil.example\r\nX-Original-Method: GET\r\n",
              "X-Original-URI: /orders\r\n"});
  const std::string token = bound_token();
  EXPECT_EQ(ask_nginx(joined({fields, proven(token, "GET", "https://api.example/orders")})), "200");
  EXPECT_EQ(ask_nginx(joined({fields, proven(token, "GET", "http://evil.example/orders")})), "401 claim_mismatch(htu)");
}

TEST_F(JudgeTest, WhoIsNotTrustedTellsNothing) {
  config_.trusted_proxies.clear();
  policy_.dpop.emplace();
  start();
  EXPECT_EQ(ask_nginx(bearer(token_with())), "200");
  const std::string fields = joined({kForwarded, proven(bound_token(), "GET", "https://api.example/orders")});
  EXPECT_EQ(ask_nginx(fields), "401 claim_mismatch(htm)");
  EXPECT_EQ(
      ask("/verify/introspect", "Content-Type: application/x-www-form-urlencoded\r\n", "POST", "token=" + token_with())
          .status,
      403);
}

TEST_F(JudgeTest, NoncesAreGivenAndAskedFor) {
  policy_.dpop.emplace().nonces = true;
  policy_.origin = "https://api.example";
  start();
  const std::string token = bound_token();
  const std::string told = "X-Original-Method: GET\r\nX-Original-URI: /orders\r\n";
  const Answer first = ask("/verify/nginx", joined({told, proven(token, "GET", "https://api.example/orders")}));
  EXPECT_EQ(first.status, 401);
  EXPECT_THAT(field_of(first, "WWW-Authenticate"), HasSubstr("error=\"use_dpop_nonce\""));
  const std::string nonce = field_of(first, "DPoP-Nonce");
  ASSERT_NE(nonce, "");
  EXPECT_EQ(ask_nginx(joined({told, proven(token, "GET", "https://api.example/orders", nonce)})), "200");
}

TEST_F(JudgeTest, CookiesCountWhereTheSiteIsKnown) {
  policy_.cookie = {.name = "__Host-token", .origins = {"https://app.example"}};
  start();
  const std::string cookie = joined({"Cookie: __Host-token=", token_with(), "\r\n"});
  const std::string get = "X-Original-Method: GET\r\nX-Original-URI: /\r\n";
  const std::string post = "X-Original-Method: POST\r\nX-Original-URI: /\r\n";
  EXPECT_EQ(ask_nginx(get + cookie), "200");
  EXPECT_EQ(ask_nginx(post + cookie), "403");
  EXPECT_EQ(ask_nginx(post + cookie + "Origin: https://app.example\r\n"), "200");
  EXPECT_EQ(ask_nginx(post + cookie + "Origin: https://evil.example\r\n"), "403");
  // nginx asks with GET whatever its client did: what it does not tell is not known.
  EXPECT_EQ(ask_nginx(cookie), "403");
}

TEST_F(JudgeTest, IntrospectionTellsOfGoodTokensAlone) {
  policy_.dpop.emplace();
  start();
  const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
  const auto asked = [&](const std::string& body, std::string_view query = "") {
    return ask(joined({"/verify/introspect", query}), form, "POST", body);
  };
  const Answer good = asked("token=" + token_with());
  EXPECT_EQ(good.status, 200);
  EXPECT_THAT(good.body, HasSubstr(R"({"active":true,"scope":"read","exp":)"));
  EXPECT_THAT(good.body, HasSubstr(R"("token_type":"Bearer"})"));
  EXPECT_THAT(asked("token=" + bound_token()).body, HasSubstr(R"("token_type":"DPoP"})"));
  EXPECT_EQ(asked("token=" + token_with() + "x").body, R"({"active":false})");
  EXPECT_EQ(asked("token=" + token_with(R"("scope":"write")")).body, R"({"active":false})");
  EXPECT_EQ(asked("token=" + token_with(), "?acr=gold").body, R"({"active":false})");
  EXPECT_EQ(asked("").status, 400);
  EXPECT_EQ(asked("token=a&token=b").status, 400);
  EXPECT_EQ(asked("token=a", "?policy=other").status, 500);
  EXPECT_EQ(ask("/verify/introspect", "", "POST", "token=a").status, 400);
  EXPECT_EQ(ask("/verify/introspect").status, 405);
}

TEST_F(JudgeTest, IntrospectionTellsNothingOfTokensThatNobodyCouldPresent) {
  const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
  const auto is_active = [&](const std::string& token) {
    return ask("/verify/introspect", form, "POST", "token=" + token).body.contains("\"active\":true");
  };
  const std::string by_certificate =
      token_with(R"("scope":"read","cnf":{"x5t#S256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})");
  start();
  EXPECT_TRUE(is_active(token_with()));
  for (const std::string& token : {bound_token(), by_certificate}) EXPECT_FALSE(is_active(token));
  policy_.dpop.emplace();
  policy_.binding = resource::Binding::required;
  start();
  EXPECT_FALSE(is_active(token_with()));
  EXPECT_TRUE(is_active(bound_token()));
  EXPECT_FALSE(is_active(by_certificate));
  policy_.certificates = true;
  start();
  EXPECT_TRUE(is_active(by_certificate));
}

}  // namespace
}  // namespace signet::server::test
