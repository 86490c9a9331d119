// Access tokens that are got, remembered and renewed.
#include <chrono>
#include <memory>
#include <string>

#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

using TokenSourceTest = TokenTest;

TEST_F(TokenSourceTest, AsksOnceWhileTheTokenIsGood) {
  const auto source = open();
  EXPECT_EQ(world->sent(), 0U);
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  EXPECT_EQ(get(*source), "one");
  world->sleep(seconds(70));
  EXPECT_EQ(get(*source), "one");
  EXPECT_EQ(world->sent(), 1U);
  EXPECT_EQ(world->last_request().url, kTokenEndpoint);
  EXPECT_EQ(world->last_request().method, "POST");
  EXPECT_EQ(sent_field(world->last_request(), "Content-Type"), "application/x-www-form-urlencoded");
}

TEST_F(TokenSourceTest, TellsWhatWasGranted) {
  TokenSourceOptions with = options();
  with.scopes = {"a", "b"};
  const auto source = open(with);
  serve(token("one"));
  const auto first = source->get(world->now()).value();
  EXPECT_EQ(first->authorization(), "Bearer one");
  EXPECT_EQ(first->type, TokenType::bearer);
  EXPECT_EQ(first->lifetime, seconds(100));
  EXPECT_EQ(first->expires_at, FakeWorld::kStart + seconds(100));
  EXPECT_EQ(first->scope, "a b");
  serve(token_answer(R"({"access_token":"two","token_type":"Bearer","scope":"a"})"));
  source->forget(first);
  world->sleep(seconds(1));
  const auto second = source->get(world->now()).value();
  EXPECT_EQ(second->scope, "a");
  EXPECT_EQ(second->lifetime, minutes(5));
}

TEST_F(TokenSourceTest, RenewsInTheBackgroundWhileTheOldOneIsGood) {
  const auto source = open();
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  world->serve(nullptr);
  world->advance(seconds(74));
  EXPECT_EQ(world->sent(), 1U);
  world->advance(seconds(7));  // between 75 and 80 s
  EXPECT_EQ(world->waiting(), 1U);
  EXPECT_EQ(get(*source), "one");
  EXPECT_EQ(world->sent(), 2U);
  EXPECT_TRUE(source->report().under_way);
  ASSERT_TRUE(world->answer(token("two")));
  EXPECT_EQ(get(*source), "two");
  EXPECT_EQ(world->sent(), 2U);
}

TEST_F(TokenSourceTest, RenewsWithoutTimersWhenItIsAsked) {
  const auto source = open();
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  world->serve(nullptr);
  world->sleep(seconds(85));
  EXPECT_EQ(get(*source), "one");
  EXPECT_EQ(world->waiting(), 1U);
}

TEST_F(TokenSourceTest, RenewsNothingThatNobodyAsksFor) {
  const auto source = open();
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  world->advance(hours(10));
  EXPECT_EQ(world->sent(), 2U);  // the one that was asked for, and the next
  EXPECT_EQ(source->report().good_for, std::nullopt);
  EXPECT_EQ(get(*source), "one");
  EXPECT_EQ(world->sent(), 3U);
}

TEST_F(TokenSourceTest, GivesOutNothingThatExpiresOnItsWay) {
  TokenSourceOptions with = options();
  with.wait = Duration::zero();
  const auto source = open(with);
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  world->serve(nullptr);
  world->sleep(seconds(89));
  EXPECT_EQ(get(*source), "one");
  world->sleep(seconds(1));
  EXPECT_EQ(get(*source), "fetch_failed(timeout)");
}

TEST_F(TokenSourceTest, GoesByTheTimeOfDayAsWell) {
  TokenSourceOptions with = options();
  with.wait = Duration::zero();
  const auto source = open(with);
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  world->serve(nullptr);
  // The clock stood still while the machine slept.
  EXPECT_EQ(shown(source->get(world->now() + seconds(89))), "one");
  EXPECT_EQ(shown(source->get(world->now() + seconds(90))), "fetch_failed(timeout)");
}

TEST_F(TokenSourceTest, BoundsTheLifetime) {
  TokenSourceOptions with = options();
  with.max_lifetime = minutes(1);
  const auto source = open(with);
  serve(token("one", "9223372036854775807"));
  EXPECT_EQ(source->get(world->now()).value()->lifetime, minutes(1));
}

TEST_F(TokenSourceTest, ForgetsWhatAResourceRefuses) {
  const auto source = open();
  serve(token("one"));
  const auto first = source->get(world->now()).value();
  serve(token("two"));
  source->forget(nullptr);
  EXPECT_EQ(get(*source), "one");
  source->forget(first);
  EXPECT_EQ(get(*source), "fetch_failed(recently)");  // not at every turn
  world->advance(seconds(1));
  EXPECT_EQ(get(*source), "two");
  source->forget(first);
  EXPECT_EQ(get(*source), "two");
  EXPECT_EQ(world->sent(), 2U);
}

TEST_F(TokenSourceTest, ReportsHowThingsStand) {
  const auto source = open();
  EXPECT_EQ(source->report().token_endpoint, kTokenEndpoint);
  EXPECT_EQ(source->report().next_attempt, std::nullopt);
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  world->sleep(seconds(10));
  const TokenSourceReport report = source->report();
  EXPECT_EQ(report.good_for, seconds(80));
  EXPECT_GE(report.next_attempt, seconds(65));
  EXPECT_LE(report.next_attempt, seconds(70));
  EXPECT_EQ(report.attempts, 1U);
  EXPECT_EQ(report.tokens, 1U);
  EXPECT_EQ(report.failures, 0U);
  EXPECT_FALSE(report.last_error);
}

TEST_F(TokenSourceTest, EndsWithARequestUnderWay) {
  auto source = open();
  std::string told;
  source->get(world->now(), [&](Result<TokenSource::Token> got) { told = shown(got); });
  EXPECT_EQ(told, "");
  source.reset();
  EXPECT_EQ(told, "fetch_failed(stopped)");
  EXPECT_TRUE(world->answer(token("late")));
  world->advance(hours(1));
  EXPECT_EQ(world->sent(), 1U);
}

TEST_F(TokenSourceTest, AsynchronousCallersGetTheSameAnswer) {
  const auto source = open();
  std::vector<std::string> told;
  told.reserve(4);
  const auto note = [&](Result<TokenSource::Token> got) { told.push_back(shown(got)); };
  source->get(world->now(), note);
  source->get(world->now(), note);
  EXPECT_EQ(world->waiting(), 1U);
  ASSERT_TRUE(world->answer(token("one")));
  EXPECT_EQ(told, (std::vector<std::string>{"one", "one"}));
  source->get(world->now(), note);
  EXPECT_EQ(told.size(), 3U);
  EXPECT_EQ(world->sent(), 1U);
}

TEST_F(TokenSourceTest, NotEndlesslyManyWait) {
  const auto source = open();
  constexpr int kMost = 4096;
  int refused = 0;
  for (int i = 0; i < kMost + 2; ++i) {
    source->get(world->now(),
                [&](Result<TokenSource::Token> got) { refused += shown(got) == "limit_exceeded(waiting)" ? 1 : 0; });
  }
  EXPECT_EQ(refused, 2);
}

}  // namespace
}  // namespace signet::test
