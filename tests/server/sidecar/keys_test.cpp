// Keys from the network: requests that wait for them, rotation, outages, revocation.
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "keys/feed_server.h"
#include "keys/http_server.h"
#include "server/sidecar/fixture.h"

namespace signet::server::test {
namespace {

using net::test::Answer;
using signet::test::FeedServer;
using signet::test::HttpServer;
using signet::test::joined;

class RemoteKeysTest : public SidecarTest {
 protected:
  RemoteKeysTest() { issuer_.keys = KeySetUrl{web_.url("/jwks.json")}; }

  void publish(std::initializer_list<std::string_view> kids) {
    web_.answer("/jwks.json",
                {HttpServer::ok(key_set(kids), "application/json", R"(,["Cache-Control","max-age=600"])")});
  }
  void publish_when_told(std::initializer_list<std::string_view> kids) {
    std::string answer = HttpServer::ok(key_set(kids));
    answer.insert(1, R"("hold":true,)");
    web_.answer("/jwks.json", {answer});
  }
  std::future<std::string> ask_later(std::string fields) {
    return std::async(std::launch::async, [this, fields = std::move(fields)] { return ask_nginx(fields); });
  }
  void wait_until_ready() {
    while (ask("/readyz").status != 200) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

  HttpServer web_;
};

TEST_F(RemoteKeysTest, ATokenWaitsForTheFirstKeys) {
  publish_when_told({"one"});
  start();
  auto answer = ask_later(bearer(token_with()));
  EXPECT_EQ(web_.held(1), 1);
  EXPECT_EQ(ask("/readyz").status, 503);
  EXPECT_EQ(ask("/readyz").body, R"x({"ready":false,"issuers":{"main":"keys_unavailable(loading)"}})x");
  EXPECT_EQ(ask("/livez").status, 200);
  web_.release();
  EXPECT_EQ(answer.get(), "200");
  wait_until_ready();
}

TEST_F(RemoteKeysTest, ANewKeyIsFetchedForTheTokenThatNamesIt) {
  publish({"one"});
  start();
  wait_until_ready();
  EXPECT_EQ(ask_nginx(bearer(token_with())), "200");
  publish({"one", "two"});
  EXPECT_EQ(ask_nginx(bearer(token_with(R"("scope":"read")", "two"))), "200");
  // An invented one is looked for once, and then within the cool-down no more.
  EXPECT_EQ(ask_nginx(bearer(token_with(R"("scope":"read")", "three"))), "401 key_not_found(kid)");
  EXPECT_EQ(ask_nginx(bearer(token_with(R"("scope":"read")", "four"))), "401 key_not_found(kid)");
  EXPECT_LE(web_.seen().size(), 3u);
}

TEST_F(RemoteKeysTest, WithoutKeysItIsUnavailableAndNotUnauthorized) {
  web_.answer("/jwks.json", {R"({"status":500,"body":"no"})"});
  start();
  const std::string fields = bearer(token_with());
  while (true) {  // while the first answer is on its way it waits
    const Answer answer = ask("/verify/traefik", fields);
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(field_of(answer, "Retry-After"), "2");
    EXPECT_EQ(field_of(answer, "WWW-Authenticate"), "");
    if (ask("/readyz").body.find("loading") == std::string::npos) break;
  }
  EXPECT_EQ(ask_nginx(fields), "403 (503)");
  EXPECT_EQ(
      ask("/verify/introspect", "Content-Type: application/x-www-form-urlencoded\r\n", "POST", "token=" + token_with())
          .status,
      503);
}

TEST_F(RemoteKeysTest, WhoWaitsIsAnsweredWhenTheSidecarStops) {
  publish_when_told({"one"});
  start();
  auto answer = ask_later(bearer(token_with()));
  EXPECT_EQ(web_.held(1), 1);
  while (ask("/metrics").body.find("signet_http_connections 2") == std::string::npos)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  sidecar_->stop();
  EXPECT_EQ(answer.get(), "403 (503)");
  web_.release();
}

class RevocationsTest : public SidecarTest {};

// tests/keys/feed_support.h has an issuer of its own, whose keys sign the feed.
TEST_F(RevocationsTest, WhatIsRevokedIsRefused) {
  FeedServer feed;
  issuer_.issuer = std::string(signet::test::kIssuer);
  std::ofstream(folder_ / "feed.json")
      << JwkSet::of(std::array{signet::test::issuer_key("a").public_key().value()}).to_public_json().value();
  issuer_.keys = KeySetFile{.path = (folder_ / "feed.json").string()};
  issuer_.revocations = RevocationsConfig{.url = feed.url()};
  start();
  const std::string token = jwt::Builder()
                                .issuer(signet::test::kIssuer)
                                .audience("orders")
                                .token_id("t1")
                                .expires_at(wall_now() + std::chrono::minutes(5))
                                .claims_json(R"({"scope":"read"})")
                                .sign(signet::test::issuer_signer("a"))
                                .value();
  EXPECT_EQ(ask_nginx(bearer(token)), "200") << "it waits until the feed was read";
  EXPECT_EQ(ask("/readyz").status, 200);
  feed.revoke(RevokedKind::jti, "t1");
  const auto revoked = std::chrono::steady_clock::now();
  std::string answer;
  do answer = ask_nginx(bearer(token));
  while (answer == "200");
  EXPECT_EQ(answer, "401 revoked(jti)");
  // How long it took is told and not judged: this machine may have other work.
  RecordProperty(
      "milliseconds",
      std::to_string(
          std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - revoked).count()));
}

}  // namespace
}  // namespace signet::server::test
