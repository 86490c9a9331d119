// What a replay store promises: one use, nothing live forgotten, bounded memory.
#include "signet/memory_replay_store.h"

#include <atomic>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "dpop_support.h"

namespace signet::test {
namespace {

constexpr Timestamp kUntil = kNow + std::chrono::seconds(70);
/// Entries are forgotten so long after their time.
constexpr Duration kGrace = std::chrono::minutes(1);

ReplayId id_of(std::uint64_t owner, std::uint64_t token) {
  ReplayId id{};
  std::memcpy(id.owner.data(), &owner, sizeof owner);
  std::memcpy(id.token.data(), &token, sizeof token);
  return id;
}

std::string use(ReplayStore& store, std::uint64_t owner, std::uint64_t token, Timestamp now = kNow,
                Timestamp until = kUntil) {
  return outcome(store.use_once(id_of(owner, token), until, now));
}

TEST(ReplayStore, OneUseUntilItsTimeIsOver) {
  MemoryReplayStore store;
  EXPECT_EQ(use(store, 1, 1), "ok");
  EXPECT_EQ(use(store, 1, 1), "replayed(jti)");
  EXPECT_EQ(use(store, 1, 2), "ok");
  EXPECT_EQ(use(store, 2, 1), "ok");
  EXPECT_EQ(use(store, 1, 1, kUntil), "replayed(jti)");
  EXPECT_EQ(use(store, 1, 1, kUntil + kGrace), "replayed(jti)");
  EXPECT_EQ(store.size(), 3u);
  EXPECT_EQ(use(store, 3, 3, kUntil + kGrace + Duration(1), kUntil + 2 * kGrace), "ok");
  EXPECT_EQ(store.size(), 1u);
  EXPECT_EQ(store.owners(), 1u);
}

// A thread that read its clock, and then waited a while.
TEST(ReplayStore, ClocksMayDiffer) {
  MemoryReplayStore store;
  EXPECT_EQ(use(store, 1, 1), "ok");
  EXPECT_EQ(use(store, 2, 2, kUntil + kGrace), "ok");
  EXPECT_EQ(use(store, 1, 1, kUntil - kGrace), "replayed(jti)");
}

TEST(ReplayStore, AFloodByOneKeyForgetsNothing) {
  constexpr std::uint64_t kFlood = 1'000'000;
  MemoryReplayStore store;
  EXPECT_EQ(use(store, 7, 0), "ok");  // somebody else
  EXPECT_EQ(use(store, 1, 0), "ok");
  std::size_t refused = 0;
  for (std::uint64_t token = 1; token < kFlood; ++token) {
    const auto used = store.use_once(id_of(1, token), kUntil, kNow);
    if (used) continue;
    ++refused;
    ASSERT_EQ(to_string(used.error()), "limit_exceeded(jti)");
  }
  EXPECT_EQ(refused, kFlood - ReplayLimits().per_owner);
  EXPECT_EQ(use(store, 1, 0), "replayed(jti)");
  EXPECT_EQ(use(store, 1, 1), "replayed(jti)");
  EXPECT_EQ(use(store, 7, 0), "replayed(jti)");
  EXPECT_EQ(use(store, 7, 1), "ok");  // others go on
  EXPECT_EQ(use(store, 8, 0), "ok");
  EXPECT_EQ(store.size(), ReplayLimits().per_owner + 3);
  // Room comes back with time, and all of it at once where it is needed.
  EXPECT_EQ(use(store, 1, kFlood, kUntil + kGrace + Duration(1), kUntil + 3 * kGrace), "ok");
  EXPECT_LT(store.size(), ReplayLimits().per_owner);
}

TEST(ReplayStore, ManyKeysKeepOutNewOnesAndNobodyElse) {
  MemoryReplayStore store({.owners = 100, .guaranteed = 2, .shared = 50, .per_owner = 40});
  EXPECT_EQ(use(store, 1000, 1), "ok");
  for (std::uint64_t owner = 0; owner < 1000; ++owner)
    EXPECT_EQ(use(store, owner, 1), owner < 99 ? "ok" : "limit_exceeded(owners)");
  // One of them takes as much as it may, and the next what is left of the shared room.
  for (std::uint64_t token = 2; token <= 60; ++token) {
    EXPECT_EQ(use(store, 0, token), token <= 40 ? "ok" : "limit_exceeded(jti)");
  }
  for (std::uint64_t token = 2; token <= 60; ++token)
    EXPECT_EQ(use(store, 1, token), token <= 14 ? "ok" : "limit_exceeded(jti)") << token;
  EXPECT_EQ(use(store, 1000, 1), "replayed(jti)");
  EXPECT_EQ(use(store, 1000, 2), "ok");  // what it is guaranteed
  EXPECT_EQ(use(store, 1000, 3), "limit_exceeded(jti)");
  EXPECT_LE(store.size(), 100u * 2 + 50);
  // Afterwards there is room for all.
  const Timestamp later = kUntil + kGrace + Duration(1);
  EXPECT_EQ(use(store, 500, 1, later, later), "ok");
  EXPECT_EQ(store.size(), 1u);
  for (std::uint64_t token = 2; token <= 40; ++token) EXPECT_EQ(use(store, 500, token, later, later), "ok");
}

// Entries whose times come in any order.
TEST(ReplayStore, ForgetsTheEarliestFirst) {
  MemoryReplayStore store({.owners = 10, .guaranteed = 1, .shared = 100, .per_owner = 100});
  constexpr std::uint64_t kTokens = 50;
  for (std::uint64_t token = 0; token < kTokens; ++token)
    EXPECT_EQ(use(store, token % 3, token, kNow, kNow + std::chrono::seconds((token * 37) % kTokens)), "ok");
  for (std::uint64_t second = 0; second < kTokens; ++second) {
    const Timestamp now = kNow + kGrace + std::chrono::seconds(second);
    for (std::uint64_t token = 0; token < kTokens; ++token) {
      if ((token * 37) % kTokens >= second) {
        EXPECT_EQ(use(store, token % 3, token, now), "replayed(jti)");
      }
    }
    EXPECT_EQ(store.size(), kTokens - second);
  }
}

TEST(ReplayStore, OneWinnerAmongThreads) {
  MemoryReplayStore store;
  constexpr std::uint64_t kTokens = 2000;
  std::atomic<std::uint64_t> wins = 0;
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (std::uint64_t token = 0; token < kTokens; ++token)
        if (store.use_once(id_of(token % 5, token), kUntil, kNow)) ++wins;
    });
  threads.clear();
  EXPECT_EQ(wins, kTokens);
  EXPECT_EQ(store.size(), kTokens);
}

}  // namespace
}  // namespace signet::test
