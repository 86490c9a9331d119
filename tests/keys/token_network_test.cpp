// Tokens of a real server, by the real client: redirects, plain http, sizes, and what a request looks like.
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "http_server.h"
#include "signet/fetcher.h"
#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::seconds;

class TokenNetworkTest : public testing::Test {
 protected:
  explicit TokenNetworkTest(const std::string& tls = "good") : server_(std::make_unique<HttpServer>(tls)) {
    FetcherOptions options{.allow_loopback = true, .remember_failures = {}};
    if (!tls.empty()) options.ca_file = server_->ca_file();
    fetcher_ = Fetcher::start(options).value();
  }
  TokenSourceOptions options() const {
    TokenSourceOptions options;
    options.token_endpoint = server_->url("/token");
    options.client_id = "client-1";
    options.authentication = ClientAuthentication::secret_post(secret_of(kClientSecret));
    options.timeout = seconds(30);
    options.wait = seconds(120);
    return options;
  }
  std::string get(TokenSourceOptions with) const {
    const auto source = TokenSource::make(std::move(with), {.http = fetcher_, .timers = fetcher_});
    if (!source) return to_string(source.error());
    const auto token = (*source)->get(Timestamp{seconds(1'800'000'000)});
    return token ? std::string((*token)->text()) : to_string(token.error());
  }

  std::unique_ptr<HttpServer> server_;
  std::shared_ptr<Fetcher> fetcher_;
};

class PlainTokenNetworkTest : public TokenNetworkTest {
 protected:
  PlainTokenNetworkTest() : TokenNetworkTest("") {}
};

constexpr std::string_view kGood = R"({\"access_token\":\"one\",\"token_type\":\"Bearer\",\"expires_in\":100})";

std::string answer(std::string_view body, std::string_view status = "200") {
  return joined(
      {R"({"status":)", status, R"(,"fields":[["Content-Type","application/json"]],"body":")", body, R"("})"});
}

TEST_F(TokenNetworkTest, OneRequestForOneToken) {
  server_->answer("/token", {answer(kGood)});
  EXPECT_EQ(get(options()), "one");
  const json::Document seen = server_->seen_whole();
  ASSERT_EQ(seen.root().size(), 1U);
  const json::Value request = *seen.root().elements().begin();
  EXPECT_EQ(request.find("method")->string(), "POST");
  EXPECT_EQ(request.find("body")->string(),
            "grant_type=client_credentials&client_id=client-1&client_secret=a+secret%3A+of+32+octets%2C+or+more%2B");
}

TEST_F(TokenNetworkTest, IsFoundByTheIssuer) {
  TokenSourceOptions with = options();
  with.token_endpoint = "";
  with.issuer = server_->url("/tenant");
  const std::string metadata =
      joined({R"({\"issuer\":\")", with.issuer, R"(\",\"token_endpoint\":\")", server_->url("/token"), R"(\"})"});
  server_->answer("/.well-known/oauth-authorization-server/tenant", {answer(metadata)});
  server_->answer("/token", {answer(kGood)});
  EXPECT_EQ(get(with), "one");
  EXPECT_EQ(server_->seen(),
            (std::vector<std::string>{"GET /tenant/.well-known/openid-configuration",
                                      "GET /.well-known/oauth-authorization-server/tenant", "POST /token"}));
}

TEST_F(TokenNetworkTest, NothingIsSentElsewhere) {
  const std::string redirect = joined({R"({"status":307,"fields":[["Location",")", server_->url("/other"), R"("]]})"});
  server_->answer("/token", {redirect});
  server_->answer("/other", {answer(kGood)});
  EXPECT_EQ(get(options()), "response_unusable(status)");
  EXPECT_EQ(server_->seen(), std::vector<std::string>{"POST /token"});
}

TEST_F(TokenNetworkTest, WhatIsTooLargeIsNotRead) {
  server_->answer("/token", {R"({"fields":[["Content-Type","application/json"]],"body_size":70000})"});
  EXPECT_EQ(get(options()), "limit_exceeded(bytes)");
  server_->answer("/token", {R"({"fields":[["Content-Type","application/json"]],"body_size":70000,"chunked":true})"});
  EXPECT_EQ(get(options()), "limit_exceeded(bytes)");
}

TEST_F(TokenNetworkTest, WhatIsCutOffIsNoToken) {
  server_->answer("/token", {R"({"fields":[["Content-Type","application/json"]],"body_size":100,"cut":50})"});
  EXPECT_EQ(get(options()), "fetch_failed(protocol)");
}

TEST_F(TokenNetworkTest, RefusalsHaveNames) {
  server_->answer("/token", {answer(R"({\"error\":\"invalid_client\"})", "401")});
  EXPECT_EQ(get(options()), "token_refused(invalid_client)");
}

TEST_F(TokenNetworkTest, AServerThatIsNotTrustedGetsNoSecret) {
  server_->answer("/token", {answer(kGood)});
  const auto machine = Fetcher::start({.allow_loopback = true}).value();
  const auto source = TokenSource::make(options(), {.http = machine, .timers = machine}).value();
  EXPECT_EQ(outcome(source->get(Timestamp{seconds(1'800'000'000)})), "fetch_failed(certificate)");
  EXPECT_TRUE(server_->seen().empty());
}

TEST_F(PlainTokenNetworkTest, IsOnlyForThisMachineAndOnlyWhenTheFetcherAllowsIt) {
  server_->answer("/token", {answer(kGood)});
  EXPECT_EQ(get(options()), "one");
  const auto strict = Fetcher::start({}).value();
  const auto source = TokenSource::make(options(), {.http = strict, .timers = strict}).value();
  EXPECT_EQ(outcome(source->get(Timestamp{seconds(1'800'000'000)})), "fetch_refused(scheme)");
  EXPECT_EQ(server_->seen(), std::vector<std::string>{"POST /token"});
}

}  // namespace
}  // namespace signet::test
