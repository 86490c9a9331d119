// When an issuer is asked, as numbers.
#include "keys/refresh_plan.h"

#include "support.h"

namespace signet::test {
namespace {

using keys::RefreshPlan;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Answer = RefreshPlan::Answer;
using Reason = RefreshPlan::Reason;

constexpr Timestamp kStart{seconds(1'800'000'000)};

TEST(RefreshOptions, Bounds) {
  EXPECT_EQ(outcome(keys::check_options({})), "ok");
  const auto with = [](auto member, auto value) {
    RemoteKeyOptions options;
    options.*member = value;
    return outcome(keys::check_options(options));
  };
  EXPECT_EQ(with(&RemoteKeyOptions::default_max_age, seconds(0)), "limit_exceeded(default_max_age)");
  EXPECT_EQ(with(&RemoteKeyOptions::min_max_age, milliseconds(999)), "limit_exceeded(min_max_age)");
  EXPECT_EQ(with(&RemoteKeyOptions::min_max_age, hours(25)), "limit_exceeded(max_max_age)") << "least above most";
  EXPECT_EQ(with(&RemoteKeyOptions::max_max_age, Duration::max()), "limit_exceeded(max_max_age)");
  EXPECT_EQ(with(&RemoteKeyOptions::max_stale, seconds(0)), "ok");
  EXPECT_EQ(with(&RemoteKeyOptions::max_stale, Duration::max()), "limit_exceeded(max_stale)");
  EXPECT_EQ(with(&RemoteKeyOptions::max_stale, seconds(-1)), "limit_exceeded(max_stale)");
  EXPECT_EQ(with(&RemoteKeyOptions::cool_down, seconds(0)), "limit_exceeded(cool_down)");
  EXPECT_EQ(with(&RemoteKeyOptions::first_retry, milliseconds(99)), "limit_exceeded(first_retry)");
  EXPECT_EQ(with(&RemoteKeyOptions::timeout, Duration::zero()), "limit_exceeded(timeout)");
  EXPECT_EQ(with(&RemoteKeyOptions::wait_for_key, seconds(-1)), "limit_exceeded(wait_for_key)");
  EXPECT_EQ(with(&RemoteKeyOptions::idle_after, seconds(0)), "limit_exceeded(idle_after)");
  EXPECT_EQ(with(&RemoteKeyOptions::max_body, std::size_t{0}), "limit_exceeded(max_body)");
  EXPECT_EQ(with(&RemoteKeyOptions::max_body, kMaxKeySetText + 1), "limit_exceeded(max_body)");
}

TEST(RefreshLifetime, FourFifthsThenStaleThenDead) {
  const RemoteKeyOptions options{.min_max_age = seconds(50), .max_max_age = seconds(500), .max_stale = seconds(7)};
  const keys::Lifetime life = keys::lifetime_of(seconds(100), kStart, options);
  EXPECT_EQ(life.confirmed, kStart);
  EXPECT_EQ(life.refresh_at, kStart + seconds(80));
  EXPECT_EQ(life.stale_at, kStart + seconds(100));
  EXPECT_EQ(life.dead_at, kStart + seconds(107));
  EXPECT_EQ(keys::lifetime_of(Duration::zero(), kStart, options).stale_at, kStart + seconds(50));
  EXPECT_EQ(keys::lifetime_of(Duration::max(), kStart, options).stale_at, kStart + seconds(500));
}

class RefreshPlanTest : public testing::Test {
 protected:
  /// A plan that succeeded, and is due in an hour.
  RefreshPlanTest() {
    plan.begin(Reason::due, kStart);
    plan.succeeded(kStart + hours(1));
  }
  RefreshPlan plan{RemoteKeyOptions{.cool_down = seconds(30), .first_retry = seconds(1)}};
};

TEST_F(RefreshPlanTest, DueAtOnceThenWhenTold) {
  const RefreshPlan fresh{RemoteKeyOptions{}};
  EXPECT_TRUE(fresh.may_begin(Reason::due, Timestamp{}));
  EXPECT_FALSE(plan.may_begin(Reason::due, kStart + hours(1) - Duration(1)));
  EXPECT_TRUE(plan.may_begin(Reason::due, kStart + hours(1)));
  EXPECT_TRUE(plan.may_begin(Reason::asked, kStart));
  EXPECT_FALSE(plan.may_begin(Reason::unknown_kid, kStart + hours(2))) << "nobody asked for one";
}

TEST_F(RefreshPlanTest, OneAtATime) {
  plan.begin(Reason::asked, kStart);
  for (const Reason reason : {Reason::due, Reason::unknown_kid, Reason::asked})
    EXPECT_FALSE(plan.may_begin(reason, kStart + hours(2)));
  EXPECT_EQ(plan.due_at(), RefreshPlan::kNever);
  EXPECT_EQ(plan.ask_for_kid("a", kStart), Answer::nothing);
}

TEST_F(RefreshPlanTest, FailuresPause) {
  Timestamp now = kStart;
  for (const int pause : {1, 2, 4, 8, 16, 30, 30}) {
    plan.begin(Reason::due, now);
    plan.failed(now);
    EXPECT_EQ(plan.due_at(), now + seconds(pause));
    EXPECT_EQ(plan.ask_for_kid("a", now), Answer::nothing);
    now = plan.due_at();
  }
  plan.begin(Reason::due, now);
  plan.succeeded(now + hours(1));
  plan.begin(Reason::asked, now);
  plan.failed(now);
  EXPECT_EQ(plan.due_at(), now + seconds(1)) << "from the beginning";
}

TEST_F(RefreshPlanTest, AFirstPauseBeyondTheCoolDownStays) {
  RefreshPlan slow{RemoteKeyOptions{.cool_down = seconds(5), .first_retry = seconds(20)}};
  for (int i = 0; i < 3; ++i) {
    slow.begin(Reason::asked, kStart);
    slow.failed(kStart);
    EXPECT_EQ(slow.due_at(), kStart + seconds(20));
  }
}

TEST_F(RefreshPlanTest, OneKidInACoolDownThenOneForAllThatCame) {
  EXPECT_EQ(plan.ask_for_kid("a", kStart), Answer::now);
  ASSERT_TRUE(plan.may_begin(Reason::unknown_kid, kStart));
  plan.begin(Reason::unknown_kid, kStart);
  plan.succeeded(kStart + hours(1));
  EXPECT_EQ(plan.ask_for_kid("a", kStart + seconds(1)), Answer::nothing) << "it has just been looked for";
  EXPECT_EQ(plan.ask_for_kid("b", kStart + seconds(1)), Answer::later);
  EXPECT_EQ(plan.ask_for_kid("c", kStart + seconds(2)), Answer::nothing) << "the same request is for it";
  EXPECT_EQ(plan.kid_at(), kStart + seconds(30));
  EXPECT_EQ(plan.next(), kStart + seconds(30));
  EXPECT_FALSE(plan.may_begin(Reason::unknown_kid, kStart + seconds(29)));
  EXPECT_TRUE(plan.may_begin(Reason::unknown_kid, kStart + seconds(30)));
  plan.begin(Reason::unknown_kid, kStart + seconds(30));
  plan.succeeded(kStart + hours(1));
  EXPECT_EQ(plan.next(), kStart + hours(1));
  EXPECT_EQ(plan.ask_for_kid("c", kStart + seconds(59)), Answer::nothing);
  EXPECT_EQ(plan.ask_for_kid("c", kStart + seconds(60)), Answer::now);
}

TEST(UnknownKidsTest, BoundedAndTheOneThatIsQuietLeastGivesWay) {
  keys::UnknownKids kids;
  for (std::size_t i = 0; i < keys::kMaxUnknownKids; ++i)
    kids.remember(std::to_string(i), kStart + seconds(100 + static_cast<int>(i)));
  EXPECT_TRUE(kids.is_known("0", kStart));
  EXPECT_FALSE(kids.is_known("0", kStart + seconds(100)));
  kids.remember("one more", kStart + seconds(50));
  EXPECT_FALSE(kids.is_known("0", kStart));
  EXPECT_TRUE(kids.is_known("1", kStart));
  EXPECT_TRUE(kids.is_known("one more", kStart));
  kids.remember("1", kStart + seconds(10));
  EXPECT_FALSE(kids.is_known("1", kStart + seconds(10))) << "replaced, not added";
  EXPECT_TRUE(kids.is_known("one more", kStart));
  kids.forget();
  EXPECT_FALSE(kids.is_known("2", kStart));
}

}  // namespace
}  // namespace signet::test
