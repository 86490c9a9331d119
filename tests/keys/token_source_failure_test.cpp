// Token servers that fail: pauses, Retry-After, and the old token while it is good.
#include <chrono>
#include <string>

#include "token_fixture.h"

namespace signet::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

using TokenFailureTest = TokenTest;

TEST_F(TokenFailureTest, DoesNotAskWithinThePause) {
  const auto source = open();
  serve(refusal("invalid_client", 401));
  EXPECT_EQ(get(*source), "token_refused(invalid_client)");
  EXPECT_EQ(get(*source), "token_refused(invalid_client)");
  EXPECT_EQ(world->sent(), 1U);
  serve(token("one"));
  EXPECT_EQ(get(*source), "token_refused(invalid_client)");
  world->advance(seconds(1));
  EXPECT_EQ(get(*source), "one");
  EXPECT_EQ(source->report().failures, 1U);
}

TEST_F(TokenFailureTest, ThePauseDoubles) {
  const auto source = open();
  serve_error(Errc::fetch_failed, "connect");
  for (const int pause : {1, 2, 4, 8, 16, 32, 60, 60}) {
    EXPECT_EQ(get(*source), "fetch_failed(connect)");
    const auto next = source->report().next_attempt;
    ASSERT_TRUE(next) << pause;
    EXPECT_GE(*next, seconds(pause) / 2);
    EXPECT_LE(*next, seconds(pause));
    world->advance(*next);
  }
  EXPECT_EQ(world->sent(), 8U);
}

TEST_F(TokenFailureTest, ThePauseHasJitter) {
  bool differs = false;
  std::optional<Duration> first;
  for (int i = 0; i < 20 && !differs; ++i) {
    const auto source = open();
    serve_error(Errc::fetch_failed, "connect");
    EXPECT_EQ(get(*source), "fetch_failed(connect)");
    const auto pause = source->report().next_attempt;
    if (!first) first = pause;
    differs = pause != first;
  }
  EXPECT_TRUE(differs);
}

TEST_F(TokenFailureTest, KeepsTheOldTokenWhileItIsGood) {
  TokenSourceOptions with = options();
  with.wait = Duration::zero();
  const auto source = open(with);
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  serve(token_answer("<html>", 502));
  for (int i = 0; i < 89; ++i) {
    world->advance(seconds(1));
    EXPECT_EQ(get(*source), "one") << i;
  }
  EXPECT_GE(world->sent(), 4U);  // tries at 80 s and behind, each later
  EXPECT_LE(world->sent(), 10U);
  world->advance(seconds(60));
  EXPECT_EQ(get(*source), "response_unusable(status)");
  EXPECT_EQ(source->report().good_for, std::nullopt);
}

TEST_F(TokenFailureTest, RecoversByItself) {
  const auto source = open();
  serve(token("one"));
  EXPECT_EQ(get(*source), "one");
  serve_error(Errc::fetch_failed, "timeout");
  world->advance(seconds(80));
  EXPECT_GE(source->report().failures, 1U);
  serve(token("two"));
  world->advance(seconds(9));  // nobody asks in between
  EXPECT_EQ(get(*source), "two");
  EXPECT_FALSE(source->report().last_error);
}

TEST_F(TokenFailureTest, HonoursRetryAfter) {
  for (const int status : {429, 503}) {
    const auto source = open();
    serve(refusal("temporarily_unavailable", status, {{"Retry-After", "30"}}));
    EXPECT_EQ(get(*source), "token_refused(temporarily_unavailable)");
    EXPECT_EQ(source->report().next_attempt, seconds(30));
    serve(token("one"));
    world->advance(seconds(29));
    EXPECT_EQ(get(*source), "token_refused(temporarily_unavailable)");
    world->advance(seconds(1));
    EXPECT_EQ(get(*source), "one");
  }
}

TEST_F(TokenFailureTest, RetryAfterShortensNothing) {
  const auto source = open();
  serve(token_answer("", 503, {{"Retry-After", "0"}}));
  EXPECT_EQ(get(*source), "response_unusable(status)");
  EXPECT_GE(source->report().next_attempt, milliseconds(500));
}

TEST_F(TokenFailureTest, RetryAfterIsBounded) {
  const auto source = open();
  serve(token_answer("", 503, {{"Retry-After", "999999999"}}));
  EXPECT_EQ(get(*source), "response_unusable(status)");
  EXPECT_EQ(source->report().next_attempt, std::chrono::hours(1));
}

TEST_F(TokenFailureTest, RedirectsAreNotFollowed) {
  const auto source = open();
  serve({.status = 307, .fields = {{"Location", "https://elsewhere.example/token"}}, .body = {}});
  EXPECT_EQ(get(*source), "response_unusable(status)");
  EXPECT_EQ(world->sent(), 1U);
}

TEST_F(TokenFailureTest, ACallerWaitsNoLongerThanItIsTold) {
  TokenSourceOptions with = options();
  with.wait = milliseconds(1);
  const auto source = open(with);
  EXPECT_EQ(get(*source), "fetch_failed(timeout)");
  EXPECT_EQ(get(*source), "fetch_failed(timeout)");
  EXPECT_EQ(world->sent(), 1U);
  ASSERT_TRUE(world->answer(token("one")));
  EXPECT_EQ(get(*source), "one");
}

TEST_F(TokenFailureTest, AnAssertionThatCannotBeMadeIsTold) {
  TokenSourceOptions with = options();
  with.assertion = [](Timestamp) -> Result<Secret> { return fail(Errc::file_unreadable, "assertion"); };
  EXPECT_EQ(get(*open(with)), "file_unreadable(assertion)");
  with.assertion = [](Timestamp) -> Result<Secret> { throw 7; };
  EXPECT_EQ(get(*open(with)), "internal(assertion)");
  EXPECT_EQ(world->sent(), 0U);
}

TEST_F(TokenFailureTest, RequestsAreBounded) {
  TokenSourceOptions with = options();
  with.assertion = [](Timestamp) -> Result<Secret> { return secret_of(std::string(70'000, 'a')); };
  EXPECT_EQ(get(*open(with)), "limit_exceeded(request)");
  EXPECT_EQ(world->sent(), 0U);
}

}  // namespace
}  // namespace signet::test
