// When a remote set is asked for, and how long what it said counts.
#include <gmock/gmock.h>

#include "remote_fixture.h"

namespace signet::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;

class RemoteRefresh : public RemoteTest {
 protected:
  /// Seconds until the next request, when the first answer is this one.
  std::int64_t asked_after(const HttpResponse& answer, RemoteKeyOptions options = {}) const {
    const auto set = opened(answer, std::move(options));
    const std::size_t before = world->sent();
    std::int64_t passed = 0;
    for (; world->sent() == before && passed < 200'000; ++passed) world->advance(seconds(1));
    return passed;
  }
};

TEST_F(RemoteRefresh, NothingIsAskedBeforeTheFirstUse) {
  const auto set = open();
  EXPECT_EQ(world->sent() + world->timers(), 0U);
  EXPECT_EQ(set->version(), std::nullopt);
  EXPECT_EQ(world->sent(), 0U);
}

TEST_F(RemoteRefresh, OneRequestAtATime) {
  const auto set = open({.timeout = seconds(3), .max_body = 5000});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
  EXPECT_EQ(world->sent(), 1U);
  const HttpRequest request = world->last_request();
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.url, kKeysUrl);
  EXPECT_EQ(sent_field(request, "Accept"), "application/jwk-set+json, application/json");
  EXPECT_EQ(sent_field(request, "If-None-Match"), "");
  EXPECT_EQ(request.max_body, 5000U);
  EXPECT_EQ(request.timeout, seconds(3));
  ASSERT_TRUE(world->answer(served_set(set_of({"a", "b"}))));
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(look(*set, "b"), "ok");
  EXPECT_EQ(world->sent(), 1U);
  EXPECT_THAT(diary->take(), ElementsAre("refreshed", "changed"));
}

TEST_F(RemoteRefresh, BeginsBeforeTheSetIsStale) {
  const auto set = opened(served_set(set_of({"a"}), "max-age=100"));
  world->advance(seconds(79));
  EXPECT_EQ(world->sent(), 1U);
  world->advance(seconds(1));
  EXPECT_EQ(world->sent(), 2U) << "by the timer alone";
  EXPECT_EQ(look(*set, "a"), "ok") << "while it is asked for";
  world->advance(seconds(5));
  ASSERT_TRUE(world->answer(served_set(set_of({"b"}), "max-age=100")));
  EXPECT_EQ(look(*set, "a"), "key_not_found(kid)") << "removed with the refresh";
  EXPECT_EQ(look(*set, "b"), "ok");
}

TEST_F(RemoteRefresh, BeginsWithAUseWhereNoTimerDid) {
  const auto set = opened(served_set(set_of({"a"})));
  world->sleep(seconds(79));
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(world->sent(), 1U);
  world->sleep(seconds(2));
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(world->sent(), 2U);
}

TEST_F(RemoteRefresh, TheAnswerSaysHowLongItCounts) {
  EXPECT_EQ(asked_after(served_set(set_of({"a"}), "public, max-age=1000")), 800);
}
TEST_F(RemoteRefresh, WhatItSaysIsLessItsAge) {
  EXPECT_EQ(asked_after(served_set(set_of({"a"}), "max-age=1000", {{"Age", "500"}})), 400);
}
TEST_F(RemoteRefresh, SilenceIsTheDefault) {
  EXPECT_EQ(asked_after(served_set(set_of({"a"}), ""), {.default_max_age = seconds(200)}), 160);
}
TEST_F(RemoteRefresh, NeverSoonerThanTheLeast) {
  EXPECT_EQ(asked_after(served_set(set_of({"a"}), "no-store")), 24);
}
TEST_F(RemoteRefresh, NeverLaterThanTheMost) {
  EXPECT_EQ(asked_after(served_set(set_of({"a"}), "max-age=99999999999999999999999")), 4 * 24 * 3600 / 5);
}
TEST_F(RemoteRefresh, AHugeAgeIsTheLeast) {
  EXPECT_EQ(asked_after(served_set(set_of({"a"}), "max-age=9223372036854775807", {{"Age", "99999999999999"}})), 24);
}
TEST_F(RemoteRefresh, ExpiresCounts) {
  EXPECT_EQ(asked_after(
                served_set(set_of({"a"}), "",
                           {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Expires", "Sun, 06 Nov 1994 08:59:37 GMT"}})),
            480);
}

// The time that the answer took is part of its age: what the issuer removed meanwhile is not used for longer.
TEST_F(RemoteRefresh, CountsFromWhenItWasAsked) {
  const auto set = open();
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
  world->advance(seconds(50));
  ASSERT_TRUE(world->answer(served_set(set_of({"a"}), "max-age=100")));
  EXPECT_EQ(set->report().fresh_for, seconds(50));
}

TEST_F(RemoteRefresh, WhatNobodyAskedAboutInTimeIsNotUsed) {
  const auto set = opened(served_set(set_of({"a"})));
  const auto version = set->version();
  world->sleep(seconds(100));
  EXPECT_EQ(set->version(), std::nullopt);
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
  ASSERT_TRUE(world->answer(served_set(set_of({"a"}))));
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(set->version(), version);
}

TEST_F(RemoteRefresh, WhatWasAskedAboutInTimeIsUsedMeanwhile) {
  const auto set = opened(served_set(set_of({"a"})), {.max_stale = seconds(60)});
  world->advance(seconds(159));
  EXPECT_EQ(world->waiting(), 1U);
  EXPECT_EQ(look(*set, "a"), "ok");
  world->advance(seconds(1));
  EXPECT_EQ(look(*set, "a"), "keys_unavailable(loading)");
}

TEST_F(RemoteRefresh, AnIdleSetIsNotAskedForAnyMore) {
  world->serve([](const HttpRequest&) { return served_set(set_of({"a"})); });
  const auto set = open({.idle_after = hours(1)});
  EXPECT_EQ(look(*set, "a"), "ok");
  world->advance(minutes(59));
  EXPECT_GE(world->sent(), 44U);
  world->advance(minutes(10));
  const std::size_t sent = world->sent();
  EXPECT_EQ(world->timers(), 0U);
  world->advance(hours(100));
  EXPECT_EQ(world->sent(), sent);
  EXPECT_EQ(look(*set, "a"), "ok") << "the server answers at once";
  EXPECT_EQ(world->sent(), sent + 1);
  world->advance(seconds(80));
  EXPECT_EQ(world->sent(), sent + 2) << "in use again";
}

// Who remembers verdicts asks for the version alone.
TEST_F(RemoteRefresh, AskingForTheVersionIsAUse) {
  world->serve([](const HttpRequest&) { return served_set(set_of({"a"})); });
  const auto set = open({.idle_after = minutes(2)});
  EXPECT_EQ(look(*set, "a"), "ok");
  const auto version = set->version();
  for (int i = 0; i < 30; ++i) {
    world->advance(minutes(1));
    EXPECT_EQ(set->version(), version);
  }
}

// A timer cannot be taken back: those that came to nothing must not pile up.
TEST_F(RemoteRefresh, TimersDoNotPileUp) {
  bool is_up = true;
  world->serve([&is_up](const HttpRequest&) -> Result<HttpResponse> {
    is_up = !is_up;
    if (!is_up) return fail(Errc::fetch_failed, "connect");
    return served_set(set_of({"a"}), "max-age=86400");
  });
  const auto set = open();
  EXPECT_FALSE(set->refresh(seconds(0)));
  for (int i = 0; i < 1000; ++i) {
    world->advance(seconds(1));
    const std::string what = outcome(set->refresh(seconds(0)));
    EXPECT_EQ(what, is_up ? "ok" : "fetch_failed(connect)");
  }
  EXPECT_LT(world->timers(), 310U);
}

}  // namespace
}  // namespace signet::test
