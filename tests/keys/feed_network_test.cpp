// The feed from end to end: a server that holds requests, the real client, the real clock.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "feed_server.h"
#include "signet/fetcher.h"
#include "signet/revocation_feed.h"

namespace signet::test {
namespace {

std::shared_ptr<Fetcher> loopback_fetcher() {
  FetcherOptions options;
  options.allow_loopback = true;
  return Fetcher::start(options).value();
}

class FeedNetworkTest : public testing::Test {
 public:
  FeedServer server;
  const std::shared_ptr<Fetcher> fetcher = loopback_fetcher();
  const std::shared_ptr<RevocationSet> set = RevocationSet::make().value();
  std::unique_ptr<RevocationFeed> feed;

  void start() {
    feed = RevocationFeed::start(server.url(), std::string(kIssuer), issuer_keys(), set,
                                 {.http = fetcher, .timers = fetcher})
               .value();
  }
  std::string check(std::string_view token_id) const {
    RevocationQuery query;
    query.issuer = kIssuer;
    query.token_id = token_id;
    return outcome(set->check(query, std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now())));
  }
  /// Waits until it is so; a machine that is busy may take its time.
  static bool comes_true(const std::function<bool()>& condition) {
    for (int i = 0; i < 6000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }
  bool is_refused(const std::string& token_id) const {
    return comes_true([&] { return check(token_id) == "revoked(jti)"; });
  }
};

TEST_F(FeedNetworkTest, WhatIsRevokedIsRefused) {
  server.revoke(RevokedKind::jti, "t1");
  start();
  EXPECT_TRUE(is_refused("t1"));
  EXPECT_TRUE(comes_true([&] { return check("t2") == "ok"; }));
  EXPECT_TRUE(comes_true([&] { return server.waiting() == 1; }));
  server.revoke(RevokedKind::jti, "t2");
  EXPECT_TRUE(is_refused("t2"));
  EXPECT_EQ(feed->report().sequence, 2u);
  EXPECT_EQ(feed->report().failures + feed->report().refused, 0u);
}

TEST_F(FeedNetworkTest, ManyPages) {
  server.page_size(7);
  for (int i = 1; i <= 100; ++i) server.revoke(RevokedKind::jti, "t" + std::to_string(i));
  start();
  EXPECT_TRUE(is_refused("t100"));
  EXPECT_EQ(set->size(), 100u);
  EXPECT_TRUE(comes_true([&] { return feed->report().lag.has_value(); }));
  EXPECT_GE(feed->report().pages, 15u);
}

TEST_F(FeedNetworkTest, AKeyIsRevokedAndALogBegunAnew) {
  server.revoke(RevokedKind::jti, "t1");
  start();
  EXPECT_TRUE(is_refused("t1"));
  server.sign_with("b");
  server.revoke(RevokedKind::kid, "a");
  EXPECT_TRUE(comes_true([&] {
    return set->is_revoked_kid(kIssuer, "a", std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
  }));
  server.begin_anew("two");
  server.revoke(RevokedKind::jti, "t3");
  EXPECT_TRUE(is_refused("t3"));
  EXPECT_EQ(check("t1"), "revoked(jti)");
  EXPECT_EQ(feed->report().new_epochs, 1u);
  // The stolen key speaks for nobody.
  server.sign_with("a");
  server.revoke(RevokedKind::jti, "t4");
  EXPECT_TRUE(comes_true([&] { return feed->report().refused > 0; }));
  EXPECT_EQ(check("t4"), "ok");
}

TEST_F(FeedNetworkTest, EndedWhileTheServerHoldsARequest) {
  start();
  EXPECT_TRUE(comes_true([&] { return server.waiting() == 1; }));
  feed.reset();
  server.revoke(RevokedKind::jti, "t1");
  EXPECT_TRUE(comes_true([&] { return server.waiting() == 0; }));
  fetcher->stop();
  EXPECT_EQ(set->size(), 0u);
}

}  // namespace
}  // namespace signet::test
