// Token endpoints that the metadata of an issuer name: RFC 8414, OpenID Connect Discovery 1.0.
#include <chrono>
#include <map>
#include <string>

#include <gmock/gmock.h>

#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;

constexpr auto* kOpenId = "https://as.example/.well-known/openid-configuration";
constexpr auto* kOauth = "https://as.example/.well-known/oauth-authorization-server";

class TokenDiscoveryTest : public TokenTest {
 protected:
  std::shared_ptr<TokenSource> open_issuer(std::string issuer = kTokenIssuer) const {
    TokenSourceOptions with = options();
    with.token_endpoint = "";
    with.issuer = std::move(issuer);
    return open(std::move(with));
  }
  static HttpResponse metadata(std::string_view issuer = kTokenIssuer, std::string_view endpoint = kTokenEndpoint) {
    return token_answer(joined({R"({"issuer":")", issuer, R"(","token_endpoint":")", endpoint, R"("})"}));
  }
  void serve_all(std::map<std::string, HttpResponse> answers) const {
    world->serve([answers = std::move(answers)](const HttpRequest& request) -> Result<HttpResponse> {
      const auto found = answers.find(request.url);
      if (found == answers.end()) return HttpResponse{.status = 404, .fields = {}, .body = {}};
      return found->second;
    });
  }
};

TEST_F(TokenDiscoveryTest, AsksWhereTheEndpointIs) {
  const auto source = open_issuer();
  serve_all({{kOpenId, metadata()}, {kTokenEndpoint, token("one")}});
  EXPECT_EQ(get(*source), "one");
  EXPECT_THAT(world->urls(), ElementsAre(kOpenId, kTokenEndpoint));
  EXPECT_EQ(source->report().token_endpoint, kTokenEndpoint);
}

TEST_F(TokenDiscoveryTest, AsksAtTheSecondPlaceAndRemembers) {
  const auto source = open_issuer();
  serve_all({{kOauth, metadata()}, {kTokenEndpoint, token("one")}});
  EXPECT_EQ(get(*source), "one");
  world->advance(seconds(81));
  EXPECT_THAT(world->urls(), ElementsAre(kOpenId, kOauth, kTokenEndpoint, kTokenEndpoint));
}

TEST_F(TokenDiscoveryTest, ReadsThemAgainAfterHalfADay) {
  const auto source = open_issuer();
  serve_all({{kOpenId, metadata()}, {kTokenEndpoint, token("one")}});
  EXPECT_EQ(get(*source), "one");
  world->sleep(hours(13));
  EXPECT_EQ(get(*source), "one");
  EXPECT_THAT(world->urls(), ElementsAre(kOpenId, kTokenEndpoint, kOpenId, kTokenEndpoint));
}

TEST_F(TokenDiscoveryTest, GoesOnWithWhatTheyNamedLast) {
  const auto source = open_issuer();
  serve_all({{kOpenId, metadata()}, {kTokenEndpoint, token("one")}});
  EXPECT_EQ(get(*source), "one");
  world->sleep(hours(13));
  serve_all({{kOpenId, token_answer("", 500)}, {kTokenEndpoint, token("two")}});
  EXPECT_EQ(get(*source), "two");
  world->sleep(hours(36));
  EXPECT_EQ(get(*source), "response_unusable(status)");
}

TEST_F(TokenDiscoveryTest, ReadsThemAgainAfterAFailure) {
  const auto source = open_issuer();
  serve_all({{kOpenId, metadata()}});
  EXPECT_EQ(get(*source), "response_unusable(status)");
  serve_all(
      {{kOpenId, metadata(kTokenIssuer, "https://new.example/token")}, {"https://new.example/token", token("one")}});
  world->advance(seconds(1));
  EXPECT_EQ(get(*source), "one");
}

TEST_F(TokenDiscoveryTest, OnlyTheIssuersOwnAreBelieved) {
  const struct {
    HttpResponse answer;
    std::string_view outcome;
  } cases[] = {
      {metadata("https://as.example/"), "response_unusable(issuer)"},
      {metadata("https://evil.example"), "response_unusable(issuer)"},
      {token_answer(R"({"token_endpoint":"https://as.example/token"})"), "response_unusable(issuer)"},
      {token_answer(R"({"issuer":"https://as.example"})"), "response_unusable(token_endpoint)"},
      {metadata(kTokenIssuer, "http://as.example/token"), "response_unusable(token_endpoint)"},
      {metadata(kTokenIssuer, "http://127.0.0.1/token"), "response_unusable(token_endpoint)"},
      {metadata(kTokenIssuer, "https://u@as.example/token"), "response_unusable(token_endpoint)"},
      {metadata(kTokenIssuer, "https://as.example/token#f"), "response_unusable(token_endpoint)"},
      {metadata(kTokenIssuer, "/token"), "response_unusable(token_endpoint)"},
      {token_answer("{"), "malformed_json(metadata)"},
      {token_answer(R"({"issuer":"https://as.example","issuer":"https://as.example"})"), "duplicate_name(issuer)"},
      {{.status = 302, .fields = {{"Location", kOauth}}, .body = {}}, "response_unusable(status)"},
      {{.status = 200, .fields = {{"Content-Type", "text/html"}}, .body = {}}, "response_unusable(content_type)"},
  };
  for (const auto& each : cases) {
    serve_all({{kOpenId, each.answer}, {kTokenEndpoint, token("one")}});
    EXPECT_EQ(get(*open_issuer()), each.outcome) << each.answer.body;
  }
  for (const std::string& url : world->urls()) EXPECT_EQ(url, kOpenId);
}

TEST_F(TokenDiscoveryTest, AnIssuerOnThisMachineMayNotSendSecretsElsewhere) {
  const std::string issuer = "http://127.0.0.1:8080";
  const std::string place = issuer + "/.well-known/openid-configuration";
  serve_all({{place, metadata(issuer, "http://as.example/token")}});
  EXPECT_EQ(get(*open_issuer(issuer)), "response_unusable(token_endpoint)");
  serve_all({{place, metadata(issuer, issuer + "/token")}, {issuer + "/token", token("one")}});
  EXPECT_EQ(get(*open_issuer(issuer)), "one");
}

}  // namespace
}  // namespace signet::test
