// Fields that a client sends in the name of its proxy, tokens in several places, and requests that are too large.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "server/sidecar/attack_fixture.h"
#include "support.h"

namespace signet::server::test {
namespace {

using signet::test::joined;

class Attack59Hop : public AttackTest {};

// What is told twice is told by two, and one of them is not the proxy. Envoy tells by its own request.
TEST_F(Attack59Hop, FieldsThatAreToldTwice) {
  start();
  const Proxy& nginx = proxies()[0];
  const Proxy& traefik = proxies()[1];
  for (const std::string_view again :
       {"X-Original-URI: /token\r\n", "x-original-uri: /other\r\n", "X-Original-URI:\r\n"}) {
    EXPECT_EQ(say(nginx, good_fields()), "200");
    EXPECT_EQ(say(nginx, good_fields() + std::string(again)), "400") << again;
  }
  for (const std::string_view again :
       {"X-Forwarded-Uri: /token\r\n", "x-forwarded-uri: /\r\n", "X-FORWARDED-URI:\r\n"}) {
    EXPECT_EQ(say(traefik, good_fields()), "200");
    EXPECT_EQ(say(traefik, good_fields() + std::string(again)), "400") << again;
  }
  for (const std::string_view again : {"POST", "GET", ""}) {
    EXPECT_EQ(say(nginx, joined({good_fields(), "X-Original-Method: ", again, "\r\n"})), "400");
    EXPECT_EQ(say(traefik, joined({good_fields(), "X-Forwarded-Method: ", again, "\r\n"})), "400");
  }
}

// One proxy's fields are nothing in the dialect of another, and no field changes what Envoy's request says.
TEST_F(Attack59Hop, FieldsOfAnotherProxy) {
  start();
  const std::string hostile =
      "X-Original-URI: /other\r\nX-Original-Method: PUT\r\nX-Forwarded-Uri: /other\r\nX-Forwarded-Method: PUT\r\n"
      "X-Rewrite-URL: /other\r\nX-HTTP-Method-Override: PUT\r\nForwarded: host=evil.example;proto=http\r\n"
      "X-Original-Host: evil.example\r\nX-Forwarded-Prefix: /other\r\n";
  const Proxy& envoy = proxies()[2];
  EXPECT_EQ(say(envoy, joined({hostile, good_fields()})), "200");
  EXPECT_EQ(say(envoy, joined({hostile, with_proof(draft().with_htu("https://as.example/other").proof())})),
            "401 claim_mismatch(htu)");
  EXPECT_EQ(say(envoy, joined({hostile, with_proof(draft().with_htm("PUT").proof())})), "401 claim_mismatch(htm)");
  EXPECT_EQ(say(proxies()[0], joined({"X-Forwarded-Uri: /other\r\nX-Forwarded-Method: PUT\r\n", good_fields()})),
            "200");
  EXPECT_EQ(say(proxies()[1], joined({"X-Original-URI: /other\r\nX-Original-Method: PUT\r\n", good_fields()})), "200");
}

// With the origin of the policy no field moves the URL; without it, what is told twice does not either.
TEST_F(Attack59Hop, Origins) {
  start();
  const std::string evil = "X-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\n";
  const auto for_evil = [&] { return with_proof(draft().with_htu("https://evil.example/token").proof()); };
  refuse(joined({evil, for_evil()}), "claim_mismatch(htu)");
  policy_.origin.clear();
  ASSERT_TRUE(sidecar_->reload(config_));
  const std::string told = "X-Forwarded-Proto: https\r\nX-Forwarded-Host: as.example\r\n";
  for (const Proxy& proxy : {proxies()[0], proxies()[1]}) {
    EXPECT_EQ(say(proxy, joined({told, good_fields()})), "200");
    EXPECT_EQ(say(proxy, joined({told, evil, good_fields()})), "400");
    EXPECT_EQ(say(proxy, joined({told, evil, for_evil()})), "400");
    EXPECT_EQ(say(proxy, good_fields()), "401 claim_mismatch(htu)");
    for (const std::string_view host : {"as.example/token?", "u@as.example", "as.example\\", "as.example,evil.example"})
      EXPECT_EQ(say(proxy, joined({"X-Forwarded-Proto: https\r\nX-Forwarded-Host: ", host, "\r\n", good_fields()})),
                "401 claim_mismatch(htu)")
          << host;
    for (const std::string_view scheme : {"http", "HTTPS", "https,http", "javascript", ""})
      EXPECT_EQ(
          say(proxy, joined({"X-Forwarded-Host: as.example\r\nX-Forwarded-Proto: ", scheme, "\r\n", good_fields()})),
          "401 claim_mismatch(htu)")
          << scheme;
  }
}

TEST_F(Attack59Hop, WhoIsNotTrusted) {
  start();
  for (const Proxy& proxy : proxies()) EXPECT_EQ(say(proxy, good_fields()), "200");
  config_.trusted_proxies = {*net::IpRange::parse("10.0.0.0/8")};
  ASSERT_TRUE(sidecar_->reload(config_));
  const std::string told = "X-Forwarded-For: 10.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: as.example\r\n";
  for (const Proxy& proxy : proxies()) {
    EXPECT_EQ(say(proxy, good_fields()), "401 claim_mismatch(htm)") << proxy.name;
    EXPECT_EQ(say(proxy, joined({told, good_fields()})), "401 claim_mismatch(htm)") << proxy.name;
    EXPECT_EQ(say(proxy, bearer(token_with())), "200") << proxy.name;
  }
  const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";
  EXPECT_EQ(ask("/verify/introspect", joined({told, form}), "POST", "token=" + token_with()).status, 403);
}

// A cookie beside Authorization does not count: neither for a token that does not hold, nor against one that does.
TEST_F(Attack59Hop, TokensInSeveralPlaces) {
  policy_.cookie = {.name = "__Host-token", .origins = {"https://as.example"}};
  start();
  const auto cookie = [](const std::string& token) { return joined({"Cookie: __Host-token=", token, "\r\n"}); };
  const std::string ours = "Origin: https://as.example\r\n";
  for (const Proxy& proxy : proxies()) EXPECT_EQ(say(proxy, joined({ours, cookie(token_with())})), "200");
  refuse(joined({ours, cookie(token_with()), bearer(token_with(R"("scope":"read","aud":"x")"))}),
         "claim_mismatch(aud)");
  refuse(joined({ours, cookie(token_with()), bearer("x")}), "malformed_token(segments)");
  refuse(joined({ours, cookie(token_with()), "Authorization: Bearer\r\n"}), "malformed_request(Authorization)");
  refuse(joined({ours, cookie(token_with()), with_proof("x")}), "malformed_token(segments)");
  refuse(joined({ours, cookie(token_with()), cookie(token_with())}), "malformed_request(Cookie)");
  refuse(joined({ours, "Cookie: __Host-token=", token_with(), "; __Host-token=x\r\n"}), "malformed_request(Cookie)");
  // A bound token is no less bound in a cookie.
  refuse(joined({ours, cookie(token_)}), "malformed_token(DPoP)");
  for (const Proxy& proxy : proxies()) {
    EXPECT_EQ(say(proxy, joined({ours, cookie("x"), bearer(token_with())})), "200") << proxy.name;
    EXPECT_EQ(say(proxy, joined({ours, cookie(token_with()), "Authorization: Basic YTpi\r\n"})), "401") << proxy.name;
    EXPECT_EQ(say(proxy, cookie(token_with())), "403") << "nobody says from which site";
  }
  refuse(bearer(token_with()), "malformed_request(access_token)",
         {.target = joined({"/token?access_token=", token_with()})});
}

TEST_F(Attack59Hop, RequestsThatAreTooLarge) {
  start();
  const std::string good = bearer(token_with());
  for (const Proxy& proxy : proxies()) EXPECT_EQ(say(proxy, good), "200");
  refuse(bearer(std::string(70U << 10, 'a')), "-");
  refuse(joined({good, "X-Long: ", std::string(70U << 10, 'a'), "\r\n"}), "-");
  std::string many;
  for (int i = 0; i < 300; ++i) many += joined({"X-Field-", std::to_string(i), ": x\r\n"});
  refuse(many + good, "-");
  refuse(good + many, "-");
  // Within what is read, but longer than any token.
  refuse(bearer(std::string(60U << 10, 'a')),
         "malformed_request(Authorization)|limit_exceeded(token)|malformed_token(segments)");
  for (const Proxy& proxy : proxies()) EXPECT_EQ(say(proxy, good), "200") << "others go on";
}

}  // namespace
}  // namespace signet::server::test
