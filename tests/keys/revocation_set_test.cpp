// What a RevocationSet knows, and what it says when it knows too little.
#include "signet/revocation.h"

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "keys/manual_clock.h"
#include "support.h"

namespace signet::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Timestamp kNow{seconds(1'800'000'000)};
constexpr std::string_view kIssuer = "https://as.example";

/// A set that nobody feeds: it always answers.
std::shared_ptr<RevocationSet> unfed(std::size_t max_entries = 1'000'000) {
  return RevocationSet::make({.max_entries = max_entries, .max_silence = std::nullopt}).value();
}

std::string say(const RevocationSet& set, const RevocationQuery& query, Timestamp now = kNow) {
  const Result<> held = set.check(query, now);
  return held ? "ok" : to_string(held.error());
}

Revocation revoked(RevokedKind kind, std::string_view value, std::string_view issuer = kIssuer) {
  return {.kind = kind, .issuer = issuer, .value = value, .issued_before = {}, .expires = kNow + hours(1)};
}

RevocationQuery token() {
  return {.issuer = kIssuer,
          .token_id = "the-jti",
          .session_id = "the-sid",
          .subject = "the-sub",
          .client_id = "the-client",
          .grant_id = "the-grant",
          .key_id = "the-kid",
          .issued_at = kNow};
}

constexpr std::array<std::pair<RevokedKind, std::string_view>, 6> kEach = {{{RevokedKind::jti, "the-jti"},
                                                                            {RevokedKind::sid, "the-sid"},
                                                                            {RevokedKind::sub, "the-sub"},
                                                                            {RevokedKind::client_id, "the-client"},
                                                                            {RevokedKind::grant, "the-grant"},
                                                                            {RevokedKind::kid, "the-kid"}}};

TEST(RevocationSet, EachKindHitsItsOwnClaim) {
  for (const auto& [kind, value] : kEach) {
    const auto set = unfed();
    ASSERT_TRUE(set->add(revoked(kind, value), kNow));
    EXPECT_EQ(say(*set, token()), joined({"revoked(", name_of(kind), ")"}));
    // The same text elsewhere is something else.
    for (const auto& [other, other_value] : kEach) {
      const auto wrong = unfed();
      ASSERT_TRUE(wrong->add(revoked(other, value), kNow));
      EXPECT_EQ(say(*wrong, token()) == "ok", other != kind);
    }
  }
}

TEST(RevocationSet, NothingElseIsHit) {
  const auto set = unfed();
  for (const auto& [kind, value] : kEach) ASSERT_TRUE(set->add(revoked(kind, value), kNow));
  RevocationQuery other = token();
  other.token_id = "the-jtj";
  other.session_id = "the-si";
  other.subject = "the-sub2";
  other.client_id = "";
  other.grant_id = std::string_view("the-grant\0", 10);
  other.key_id = "THE-KID";
  EXPECT_EQ(say(*set, other), "ok");
  EXPECT_EQ(say(*set, {}), "ok");
}

TEST(RevocationSet, IssuersDoNotTouchEachOther) {
  const auto set = unfed();
  ASSERT_TRUE(set->add(revoked(RevokedKind::sub, "the-sub", "https://other.example"), kNow));
  ASSERT_TRUE(set->add(revoked(RevokedKind::jti, "the-jti", ""), kNow));
  EXPECT_EQ(say(*set, token()), "ok");
  RevocationQuery of_nobody = token();
  of_nobody.issuer = {};
  EXPECT_EQ(say(*set, of_nobody), "revoked(jti)");
  EXPECT_FALSE(set->is_revoked_kid(kIssuer, "the-kid", kNow));
  ASSERT_TRUE(set->add(revoked(RevokedKind::kid, "the-kid"), kNow));
  EXPECT_TRUE(set->is_revoked_kid(kIssuer, "the-kid", kNow));
  EXPECT_FALSE(set->is_revoked_kid("https://other.example", "the-kid", kNow));
  EXPECT_FALSE(set->is_revoked_kid(kIssuer, "the-kid", kNow + hours(1)));
}

TEST(RevocationSet, IssuedBeforeIsToTheSecond) {
  const auto set = unfed();
  Revocation entry = revoked(RevokedKind::sub, "the-sub");
  entry.issued_before = kNow;
  ASSERT_TRUE(set->add(entry, kNow));
  RevocationQuery query = token();
  EXPECT_EQ(say(*set, query), "ok");
  query.issued_at = kNow - milliseconds(1);
  EXPECT_EQ(say(*set, query), "revoked(sub)");
  query.issued_at = std::nullopt;
  EXPECT_EQ(say(*set, query), "revoked(sub)") << "who does not say when may be older";
  // A moment within a second hits all tokens of that second, whose iat may have been cut.
  entry.issued_before = kNow + milliseconds(1);
  ASSERT_TRUE(set->add(entry, kNow));
  query.issued_at = kNow;
  EXPECT_EQ(say(*set, query), "revoked(sub)");
  query.issued_at = kNow + seconds(1);
  EXPECT_EQ(say(*set, query), "ok");
}

TEST(RevocationSet, EntriesEnd) {
  const auto set = unfed();
  Revocation entry = revoked(RevokedKind::jti, "the-jti");
  entry.expires = kNow + milliseconds(1500);
  ASSERT_TRUE(set->add(entry, kNow));
  EXPECT_EQ(say(*set, token(), kNow + milliseconds(1999)), "revoked(jti)");
  EXPECT_EQ(say(*set, token(), kNow + seconds(2)), "ok");
  entry.expires = kNow;
  entry.value = "past";
  ASSERT_TRUE(set->add(entry, kNow)) << "nothing to remember, and nothing wrong";
  EXPECT_EQ(set->size(), 1U);
}

TEST(RevocationSet, OfTwoEntriesTheOneThatHitsMoreCounts) {
  const auto set = unfed();
  Revocation entry = revoked(RevokedKind::sub, "the-sub");
  entry.issued_before = kNow - seconds(10);
  ASSERT_TRUE(set->add(entry, kNow));
  EXPECT_EQ(say(*set, token()), "ok");
  const auto before = set->version();
  ASSERT_TRUE(set->add(entry, kNow));
  EXPECT_EQ(set->version(), before) << "nothing new";
  entry.issued_before = std::nullopt;
  ASSERT_TRUE(set->add(entry, kNow));
  EXPECT_NE(set->version(), before);
  EXPECT_EQ(say(*set, token()), "revoked(sub)");
  entry.issued_before = kNow - seconds(10);
  entry.expires = kNow + hours(2);
  ASSERT_TRUE(set->add(entry, kNow));
  EXPECT_EQ(say(*set, token(), kNow + hours(1)), "revoked(sub)");
  EXPECT_EQ(set->size(), 1U);
}

TEST(RevocationSet, HasABound) {
  const auto set = unfed(100);
  for (int i = 0; i < 100; ++i) {
    Revocation entry = revoked(RevokedKind::jti, std::to_string(i));
    const std::string name = std::to_string(i);
    entry.value = name;
    entry.expires = kNow + seconds(i < 50 ? 60 : 600);
    ASSERT_TRUE(set->add(entry, kNow));
  }
  const auto refused = set->add(revoked(RevokedKind::jti, "one more"), kNow);
  EXPECT_EQ(to_string(refused.error()), "limit_exceeded(entries)");
  EXPECT_TRUE(set->add(revoked(RevokedKind::jti, "7"), kNow)) << "what is known needs no room";
  EXPECT_TRUE(set->add(revoked(RevokedKind::jti, "one more"), kNow + seconds(61))) << "half of them has expired";
  EXPECT_EQ(set->size(), 52U) << "7 was prolonged";
}

TEST(RevocationSet, RefusesWhatMakesNoSense) {
  EXPECT_EQ(to_string(unfed()->add(revoked(RevokedKind::jti, ""), kNow).error()), "usage(value)");
  EXPECT_EQ(to_string(RevocationSet::make({.max_entries = 0}).error()), "limit_exceeded(max_entries)");
  EXPECT_EQ(to_string(RevocationSet::make({.max_silence = Duration(-1)}).error()), "limit_exceeded(max_silence)");
  EXPECT_EQ(to_string(RevocationSet::make({.fail_open_for = Duration(-1)}).error()), "limit_exceeded(fail_open_for)");
  EXPECT_EQ(to_string(RevocationSet::make({.clock = nullptr}).error()), "policy_incomplete(clock)");
}

TEST(RevocationSet, SilenceIsNotTakenForGoodNews) {
  const auto clock = std::make_shared<ManualClock>();
  const auto set = RevocationSet::make({.clock = clock}).value();
  EXPECT_EQ(say(*set, token()), "revocations_unknown(never)");
  EXPECT_FALSE(set->version());
  EXPECT_FALSE(set->silence());
  set->heard(7);
  EXPECT_EQ(say(*set, token()), "ok");
  EXPECT_TRUE(set->version());
  EXPECT_EQ(set->sequence(), 7U);
  clock->advance(std::chrono::minutes(1));
  EXPECT_EQ(set->silence(), Duration(std::chrono::minutes(1)));
  EXPECT_EQ(say(*set, token()), "ok");
  clock->advance(Duration(1));
  EXPECT_EQ(say(*set, token()), "revocations_unknown(silent)");
  EXPECT_FALSE(set->version()) << "remembered verdicts are asked for again";
  ASSERT_TRUE(set->add(revoked(RevokedKind::sid, "the-sid"), kNow));
  EXPECT_EQ(say(*set, token()), "revoked(sid)") << "what is known counts all the same";
  set->heard(8);
  set->distrust();
  RevocationQuery other = token();
  other.session_id = {};
  EXPECT_EQ(say(*set, other), "revocations_unknown(never)");
}

TEST(RevocationSet, FailsOpenOnlyForAsLongAsItIsTold) {
  const auto clock = std::make_shared<ManualClock>();
  const auto set =
      RevocationSet::make({.max_silence = seconds(10), .fail_open_for = seconds(20), .clock = clock}).value();
  EXPECT_EQ(say(*set, token()), "revocations_unknown(never)");
  set->heard(1);
  clock->advance(seconds(30));
  EXPECT_EQ(say(*set, token()), "ok");
  clock->advance(Duration(1));
  EXPECT_EQ(say(*set, token()), "revocations_unknown(silent)");
}

// A random history, told to the set and to a map.
TEST(RevocationSet, IsWhatAMapWouldBe) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same history each time
  const auto set = unfed();
  std::map<std::pair<RevokedKind, std::string>, std::pair<std::int64_t, std::int64_t>> model;
  Timestamp now = kNow;
  for (int step = 0; step < 50'000; ++step) {
    const auto kind = static_cast<RevokedKind>(random() % 6);
    const std::string value = std::to_string(random() % 3000);
    now += seconds(random() % 3 == 0 ? 1 : 0);
    const std::int64_t at = now.time_since_epoch() / seconds(1);
    auto& known = model[{kind, value}];
    if (random() % 2 == 0) {
      const bool whole = random() % 2 == 0;
      const std::int64_t before = at - static_cast<std::int64_t>(random() % 100);
      const std::int64_t expires = at + static_cast<std::int64_t>(random() % 5000);
      Revocation entry{
          .kind = kind, .issuer = kIssuer, .value = value, .issued_before = {}, .expires = Timestamp(seconds(expires))};
      if (!whole) entry.issued_before = Timestamp(seconds(before));
      ASSERT_TRUE(set->add(entry, now));
      if (expires <= at) continue;
      const bool was_live = known.second > at;
      const std::int64_t reach = whole ? INT64_MAX : before;
      known = {was_live ? std::max(known.first, reach) : reach, std::max(known.second, expires)};
      continue;
    }
    RevocationQuery query{.issuer = kIssuer,
                          .issued_at = Timestamp(seconds(at - static_cast<std::int64_t>(random() % 120)))};
    std::string_view* const members[] = {&query.token_id,  &query.session_id, &query.subject,
                                         &query.client_id, &query.grant_id,   &query.key_id};
    *members[static_cast<std::size_t>(kind)] = value;
    const bool is_hit = known.second > at && query.issued_at->time_since_epoch() / seconds(1) < known.first;
    EXPECT_EQ(say(*set, query, now), is_hit ? joined({"revoked(", name_of(kind), ")"}) : "ok");
  }
}

TEST(RevocationSet, ReadersAndWritersAtOnce) {
  const auto set = unfed();
  ASSERT_TRUE(set->add(revoked(RevokedKind::sub, "always"), kNow));
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(10);
    for (int reader = 0; reader < 8; ++reader) {
      threads.emplace_back([&] {
        while (!done) {
          RevocationQuery query{.issuer = kIssuer, .token_id = "never", .subject = "always", .issued_at = kNow};
          if (say(*set, query) != "revoked(sub)") ++wrong;
          query.subject = "sometimes";
          if (say(*set, query) != "ok") ++wrong;
        }
      });
    }
    std::vector<std::jthread> writers;
    writers.reserve(2);
    for (int writer = 0; writer < 2; ++writer) {
      writers.emplace_back([&, writer] {
        for (int i = 0; i < 20'000; ++i) {
          const std::string value = joined({std::to_string(writer), "-", std::to_string(i)});
          if (!set->add(revoked(RevokedKind::jti, value), kNow)) ++wrong;
        }
      });
    }
    writers.clear();
    done = true;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(set->size(), 40'001U);
  EXPECT_EQ(say(*set, {.issuer = kIssuer, .token_id = "1-19999"}), "revoked(jti)");
}

}  // namespace
}  // namespace signet::test
