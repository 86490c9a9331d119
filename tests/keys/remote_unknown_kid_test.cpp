// Kids that are not in the set: the issuer is asked for them, and nobody can make it be asked for more.
#include <gmock/gmock.h>

#include "remote_fixture.h"

namespace signet::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

class RemoteUnknownKid : public RemoteTest {
 protected:
  /// Answers at once, from now on, with these keys.
  void publish(std::initializer_list<std::string_view> kids, std::string_view cache_control = "max-age=86400") const {
    world->serve([body = set_of(kids), cache_control](const HttpRequest&) { return served_set(body, cache_control); });
  }
  /// A set of key "a" that asks no more than once in 30 s, and is due in 19 h.
  std::shared_ptr<RemoteJwkSet> loaded() const {
    publish({"a"});
    auto set = open({.cool_down = seconds(30)});
    EXPECT_EQ(look(*set, "a"), "ok");
    diary->take();
    return set;
  }
};

TEST_F(RemoteUnknownKid, IsAskedForAtOnce) {
  const auto set = loaded();
  publish({"a", "b"});
  EXPECT_EQ(look(*set, "b"), "ok") << "this world answers at once";
  EXPECT_EQ(world->sent(), 2U);
  EXPECT_THAT(diary->take(), ElementsAre("unknown_kid", "refreshed", "changed"));
  EXPECT_EQ(set->report().unknown_kids, 1U);
  EXPECT_EQ(set->report().unknown_kid_refreshes, 1U);
}

TEST_F(RemoteUnknownKid, IsAnsweredWithoutWaiting) {
  const auto set = loaded();
  world->serve(nullptr);
  EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
  EXPECT_EQ(look(*set, "c"), "key_not_found(kid)");
  EXPECT_EQ(look(*set, "a"), "ok");
  EXPECT_EQ(world->waiting(), 1U);
  ASSERT_TRUE(world->answer(served_set(set_of({"a", "b", "c"}))));
  EXPECT_EQ(look(*set, "b"), "ok");
  EXPECT_EQ(look(*set, "c"), "ok");
}

TEST_F(RemoteUnknownKid, TheSameOneAsksOnceInACoolDown) {
  const auto set = loaded();
  for (int second = 0; second < 300; ++second) {
    EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
    EXPECT_EQ(world->sent(), 2U + static_cast<std::size_t>(second) / 30) << second;
    world->advance(seconds(1));
  }
}

TEST_F(RemoteUnknownKid, OneThatCameOnceAsksOnce) {
  const auto set = loaded();
  EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
  world->advance(seconds(1));
  EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
  world->advance(seconds(3600));
  EXPECT_EQ(world->sent(), 2U);
}

// 10,000 of them in 200 s, and every one is new.
TEST_F(RemoteUnknownKid, InventedOnesAskOncePerCoolDown) {
  const auto set = loaded();
  std::string kid = "invented-";
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_EQ(look(*set, joined({kid, std::to_string(i)})), "key_not_found(kid)");
    EXPECT_EQ(look(*set, "a"), "ok");
    world->advance(milliseconds(20));
  }
  EXPECT_EQ(world->sent(), 1U + 200 / 30 + 1);
  EXPECT_EQ(set->report().unknown_kids, 10'000U);
  EXPECT_EQ(set->report().unknown_kid_refreshes, 7U);
}

// The budget is spent, but not for good: what is published is found when the next cool-down allows it, by the timer.
TEST_F(RemoteUnknownKid, ARealOneIsFoundAfterInventedOnes) {
  const auto set = loaded();
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(look(*set, std::to_string(i)), "key_not_found(kid)");
  world->advance(seconds(1));
  publish({"a", "b"});
  EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
  world->advance(seconds(28));
  EXPECT_EQ(world->sent(), 2U);
  world->advance(seconds(1));
  EXPECT_EQ(world->sent(), 3U) << "without another token";
  EXPECT_EQ(look(*set, "b"), "ok");
}

// Who knows a kid that will come cannot keep it from being found by asking for it before.
TEST_F(RemoteUnknownKid, OneThatWasAskedForTooSoonIsFound) {
  const auto set = loaded();
  for (int i = 0; i < 4000; ++i) {
    EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
    world->advance(seconds(1));
  }
  publish({"a", "b"});
  std::int64_t failed = 0;
  for (; look(*set, "b") != "ok"; ++failed) world->advance(seconds(1));
  EXPECT_LE(failed, 30);
}

// A refresh that is due in the meantime does not take the turn of a kid that was published just after it.
TEST_F(RemoteUnknownKid, KeepsItsTurn) {
  const auto set = loaded();
  EXPECT_EQ(look(*set, "x"), "key_not_found(kid)");
  world->advance(seconds(1));
  EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
  EXPECT_EQ(outcome(set->refresh(seconds(0))), "ok");
  publish({"a", "b"});
  world->advance(seconds(29));
  EXPECT_EQ(look(*set, "b"), "ok");
}

// Scheduled refreshes do not wait for the budget of unknown kids.
TEST_F(RemoteUnknownKid, WhatIsDueIsAskedForAllTheSame) {
  publish({"a"}, "max-age=50");
  const auto set = open({.cool_down = seconds(1000)});
  EXPECT_EQ(look(*set, "a"), "ok");
  for (int i = 0; i < 400; ++i) {
    EXPECT_EQ(look(*set, std::to_string(i)), "key_not_found(kid)");
    EXPECT_EQ(look(*set, "a"), "ok");
    world->advance(seconds(1));
  }
  EXPECT_EQ(set->report().unknown_kid_refreshes, 1U);
  EXPECT_EQ(world->sent(), 2U + 10) << "each 40 s";
}

// After a failure the next try is due anyway, and looks for all that is missing.
TEST_F(RemoteUnknownKid, DoesNotHastenARetry) {
  const auto set = loaded();
  world->serve([](const HttpRequest&) { return fail(Errc::fetch_failed, "connect"); });
  EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
  const std::size_t sent = world->sent();
  EXPECT_EQ(look(*set, "c"), "key_not_found(kid)");
  EXPECT_EQ(world->sent(), sent);
  publish({"a", "b", "c"});
  world->advance(seconds(1));
  EXPECT_EQ(world->sent(), sent + 1);
  EXPECT_EQ(look(*set, "b"), "ok");
  EXPECT_EQ(look(*set, "c"), "ok");
}

TEST_F(RemoteUnknownKid, ChangedKeysMakeAllUnknownOnesNewAgain) {
  const auto set = loaded();
  EXPECT_EQ(look(*set, "b"), "key_not_found(kid)");
  world->advance(seconds(29));
  publish({"a", "c"});
  ASSERT_TRUE(set->refresh(seconds(0)));
  world->advance(seconds(1));
  publish({"a", "b", "c"});
  EXPECT_EQ(look(*set, "b"), "ok");
}

TEST_F(RemoteUnknownKid, TokensWithoutOneAskForNothing) {
  const auto set = loaded();
  publish({"a", "b"});
  const KeyQuery without{.kid = std::nullopt, .algorithm = find_signature_algorithm("ES256")};
  EXPECT_EQ(outcome(set->find(without)), "ok");
  const KeyQuery other{.kid = "a", .algorithm = find_signature_algorithm("ES384")};
  EXPECT_EQ(outcome(set->find(other)), "key_mismatch(crv)") << "the kid is known";
  EXPECT_EQ(world->sent(), 1U);
}

// What a stranger may send is not kept as it is.
TEST_F(RemoteUnknownKid, LongOnesAreLikeAllOthers) {
  const auto set = loaded();
  const std::string kid(40'000, 'k');
  EXPECT_EQ(look(*set, kid), "key_not_found(kid)");
  EXPECT_EQ(look(*set, kid), "key_not_found(kid)");
  EXPECT_EQ(world->sent(), 2U);
}

}  // namespace
}  // namespace signet::test
